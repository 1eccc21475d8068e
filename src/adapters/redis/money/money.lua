-- Money by scope and period. A book is a hash: `<scope>|s` spent, `<scope>|r` reserved, `<scope>|c` what of both is codes',
-- `<scope>|l|<level>|<limit>` a level that was told. A reservation is JSON: s state, a micros, c 1 for a code, b its books,
-- l its lines {number of the book, scope, limit or -1, kept, resets at}. Held ones and doubts stand in `held`, those whose
-- money was given back in `ended` for ten minutes, so that a step that comes again changes nothing. Of settled ones, which
-- are the many, the name alone is kept for as long. All under one tag: one server of a cluster has them.
local rememberEnded, warnAgain = 600000, 30000
-- Clocks of workers may differ from that of Redis, by which keys end, by so much.
local skew = 5000
local levels = { 50, 80, 95, 100 }
-- Plus nothing, for -0 would be printed with its sign, and HINCRBY takes no such number.
local function whole(number) return string.format('%.0f', number + 0) end
local function keep(key, ms)
  if redis.call('PTTL', key) < ms / 2 then redis.call('PEXPIRE', key, ms) end
end
local function keepLong(key) keep(key, longest) end

-- Sums that this call has read, and has kept up with: many sends of one call count towards the same ones, so that they are
-- written once, at its end; `due` is what is not written yet. Lives of keys that every send touches are looked at then, too.
local sums, due, long = {}, {}, {}

local function sumsOf(book, scope)
  local name = book .. '|' .. scope
  if not sums[name] then
    local found = redis.call('HMGET', book, scope .. '|s', scope .. '|r', scope .. '|c')
    sums[name] = { s = tonumber(found[1] or 0), r = tonumber(found[2] or 0), c = tonumber(found[3] or 0) }
  end
  return sums[name]
end

local function writeSums()
  for book, changes in pairs(due) do
    for field, by in pairs(changes) do
      if by ~= 0 then redis.call('HINCRBY', book, field, whole(by)) end
    end
  end
  due = {}
end

atEnd[#atEnd + 1] = function()
  writeSums()
  for key in pairs(long) do keepLong(key) end
end

local function standing(book, scope)
  local sum = sumsOf(book, scope)
  return sum.s, sum.r, sum.c
end

local function change(book, scope, field, by)
  if by == 0 then return end
  local sum, name = sumsOf(book, scope), scope .. '|' .. field
  sum[field] = sum[field] + by
  due[book] = due[book] or {}
  due[book][name] = (due[book][name] or 0) + by
end

local function add(book, scope, spent, reserved, code)
  change(book, scope, 's', spent)
  change(book, scope, 'r', reserved)
  if code then change(book, scope, 'c', spent + reserved) end
  long[book] = true
end

-- The rule of domain/money/reserve-step.ts, levelsReached.
local function warn(pending, book, period, line, isFull)
  local scope, limit = line[2], line[3]
  if limit < 0 then return end
  local spent, reserved = standing(book, scope)
  for _, level in ipairs(levels) do
    if ((spent + reserved) * 100 >= limit * level or (isFull and level == 100))
      and redis.call('HSETNX', book, scope .. '|l|' .. level .. '|' .. whole(limit), 1) == 1 then
      local name = table.concat({ scope, period, level, whole(limit) }, '|')
      redis.call('HSET', pending, name, cjson.encode({ 0, scope, period, level, whole(spent), whole(reserved), whole(limit), line[5] }))
      keepLong(pending)
    end
  end
end

local function periodOf(book) return string.find(book, '/', 1, true) and 'all' or book end

-- Few sends end without a text, so most calls meet no `ended` at all.
local hasEnded
local function forgetEnded(key, id)
  if hasEnded == nil then hasEnded = redis.call('EXISTS', key[6]) == 1 end
  if hasEnded and redis.call('HDEL', key[6], id) == 1 then redis.call('ZREM', key[7], id) end
end

local function isSettled(key, name)
  return redis.call('HEXISTS', key[9], name) == 1 or redis.call('HEXISTS', key[10], name) == 1
end

-- Two hashes take turns: the one of this turn, and the one before, which ends when its turn comes again.
local function keepSettled(key, name)
  local turn = math.floor(now / rememberEnded)
  local settled = key[9 + turn % 2]
  redis.call('HSET', settled, name, '')
  if redis.call('PTTL', settled) < 0 then
    redis.call('PEXPIRE', settled, whole((turn + 2) * rememberEnded - now - skew))
  end
end

-- KEYS of the ops on a send: three books, held, the index of held ones by time, ended, the index of ended ones, pending,
-- and two of settled ones, of which there are so many pairs that Redis packs each hash.
-- The rule of domain/money/reserve-step.ts, fits. Arguments: id, its name among settled ones, micros, 1 for a code, lines,
-- books, the number of a line (0: none) and the most that its sum may come to: `beyond` that all the same is reserved.
ops.moneyReserve = { keys = 10, args = 8, free = true, run = function(key, arg)
  local id, amount, code, lines, books = arg[1], tonumber(arg[3]), arg[4] == '1', fromJson(arg[5]), fromJson(arg[6])
  if redis.call('HEXISTS', key[4], id) == 1 then
    redis.call('ZADD', key[5], 'XX', now, id)
  elseif not isSettled(key, arg[2]) then
    for at, line in ipairs(lines) do
      local spent, reserved, codes = standing(key[line[1]], line[2])
      local untouched = code and 0 or math.max(0, line[4] - codes)
      if line[3] >= 0 and spent + reserved + amount > line[3] - untouched then
        warn(key[8], key[line[1]], periodOf(books[line[1]]), line, spent + reserved + amount > line[3])
        return say('refused', at, whole(spent), whole(reserved), whole(codes))
      end
    end
    for _, line in ipairs(lines) do
      add(key[line[1]], line[2], 0, amount, code)
      warn(key[8], key[line[1]], periodOf(books[line[1]]), line, false)
    end
    redis.call('HSET', key[4], id, table.concat({
      '{"s":"held","a":"', whole(amount), '","c":', code and 1 or 0, ',"b":', arg[6], ',"l":', arg[5], '}',
    }))
    redis.call('ZADD', key[5], now, id)
    forgetEnded(key, id)
    long[key[4]], long[key[5]] = true, true
  end
  local answer = {}
  for _, line in ipairs(lines) do
    local spent, reserved, codes = standing(key[line[1]], line[2])
    answer[#answer + 1] = { whole(spent), whole(reserved), whole(codes) }
  end
  local beyond = false
  local watched = lines[tonumber(arg[7])]
  if watched then
    local spent, reserved = standing(key[watched[1]], watched[2])
    beyond = spent + reserved > tonumber(arg[8])
  end
  return say(beyond and not wasMarked and 'beyond' or 'reserved', answer)
end }

local function weight(state, micros)
  if state == 'held' then return 0, micros end
  if state == 'doubt' or state == 'settled' then return micros, 0 end
  return 0, 0
end

-- A reservation as moneyReserve wrote it: its lines are those of many others, which were read already.
local function recordOf(kept)
  local state, micros, code, books, lines = string.match(kept, '^{"s":"(%a+)","a":"(%d+)","c":([01]),"b":(%b[]),"l":(%b[])}$')
  if not state then return cjson.decode(kept) end
  return { s = state, a = micros, c = tonumber(code), b = fromJson(books), l = fromJson(lines) }
end

local function areBooks(key, books)
  for at, book in ipairs(books) do
    local name = 'book:' .. book
    if string.sub(key[at], -#name) ~= name then return false end
  end
  return true
end

-- The rule of domain/money/reservation-step.ts, endReservation. Arguments: id, its name among settled ones, end, cost.
-- `elsewhere` and its books where the send is reserved on others, as one that was asked for again after midnight.
ops.moneyEnd = { keys = 10, args = 4, free = true, run = function(key, arg)
  local id, ending, cost = arg[1], arg[3], tonumber(arg[4])
  local kept = redis.call('HGET', key[4], id) or redis.call('HGET', key[6], id)
  if not kept then return say('unknown') end
  local record = recordOf(kept)
  if record.s == ending then return say('ended') end
  if not areBooks(key, record.b) then return say('elsewhere', record.b) end
  local before = tonumber(record.a)
  local micros = ending == 'settled' and cost or before
  local spentBefore, reservedBefore = weight(record.s, before)
  local spent, reserved = weight(ending, micros)
  for _, line in ipairs(record.l) do
    add(key[line[1]], line[2], spent - spentBefore, reserved - reservedBefore, record.c == 1)
    if micros > before then warn(key[8], key[line[1]], periodOf(record.b[line[1]]), line, false) end
  end
  record.s, record.a = ending, whole(micros)
  redis.call('ZREM', key[5], id)
  if ending == 'doubt' then
    redis.call('HSET', key[4], id, cjson.encode(record))
    return say('ended')
  end
  redis.call('HDEL', key[4], id)
  if ending == 'settled' then
    keepSettled(key, arg[2])
    forgetEnded(key, id)
    return say('ended')
  end
  hasEnded = true
  redis.call('HSET', key[6], id, cjson.encode(record))
  redis.call('ZADD', key[7], now, id)
  local old = redis.call('ZRANGEBYSCORE', key[7], '-inf', now - rememberEnded, 'LIMIT', 0, 8)
  if #old > 0 then
    redis.call('HDEL', key[6], unpack(old))
    redis.call('ZREM', key[7], unpack(old))
  end
  keep(key[6], hour)
  keep(key[7], hour)
  return say('ended')
end }

-- KEYS: three books, pending. Arguments: lines, books, micros, 1 for a code.
ops.moneyAdjust = { keys = 4, args = 4, free = true, run = function(key, arg)
  local books = cjson.decode(arg[2])
  for _, line in ipairs(cjson.decode(arg[1])) do
    local spent, _, codes = standing(key[line[1]], line[2])
    local priced = math.max(tonumber(arg[3]), -spent)
    add(key[line[1]], line[2], priced, 0, false)
    if arg[4] == '1' then change(key[line[1]], line[2], 'c', math.max(priced, -codes)) end
    warn(key[4], key[line[1]], periodOf(books[line[1]]), line, false)
  end
  return say('adjusted')
end }

-- KEYS: held. Arguments: id.
ops.moneyFind = { keys = 1, args = 1, free = true, run = function(key, arg)
  local kept = redis.call('HGET', key[1], arg[1])
  return say(kept and 'found' or 'unknown', kept or '')
end }

-- KEYS: held, its index. Arguments: ms, limit. Whoever gets one keeps it from the others for as long again.
ops.moneyOld = { keys = 2, args = 2, free = true, run = function(key, arg)
  local found = {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key[2], '-inf', now - tonumber(arg[1]), 'LIMIT', 0, arg[2])) do
    local kept = redis.call('HGET', key[1], id)
    if kept then
      redis.call('ZADD', key[2], now, id)
      found[#found + 1] = { id, kept }
    else
      redis.call('ZREM', key[2], id)
    end
  end
  return say('found', found)
end }

-- KEYS: a book.
ops.moneyBook = { keys = 1, args = 0, free = true, run = function(key)
  writeSums()
  return say('found', redis.call('HGETALL', key[1]))
end }

-- KEYS: pending.
ops.moneyWarnings = { keys = 1, args = 0, free = true, run = function(key)
  local found = {}
  local flat = redis.call('HGETALL', key[1])
  for i = 1, #flat, 2 do
    local warning = cjson.decode(flat[i + 1])
    if warning[1] < now then
      warning[1] = now + warnAgain
      redis.call('HSET', key[1], flat[i], cjson.encode(warning))
      found[#found + 1] = flat[i + 1]
    end
  end
  return say('found', found)
end }

-- KEYS: pending. Arguments: its name.
ops.moneyTold = { keys = 1, args = 1, free = true, run = function(key, arg)
  redis.call('HDEL', key[1], arg[1])
  return say('told')
end }
