-- The ledger of one campaign; every key of it has one tag. KEYS: about (a hash), bytes (one a recipient), generations (the
-- same), variants (the same, its place + 1), counts (a hash: byte -> recipients; `v<place>/<byte>`), work (chunk -> due),
-- flying (chunk -> last word of it), tokens (a hash: chunk -> token), changes (a list), failures and stops (place in the
-- order of ends -> index). ARGV: the step, clock, then the step's own. The rules of domain/campaign/recipient-code.ts.
local about, bytes, generations, variants, counts = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local work, flying, tokens, changes, failures, stops = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11]
local now = instant(ARGV[2])
local waiting, sending, inDoubt, firstReason, firstSent = 0, 1, 3, 16, 200
local chunkSize, slice = 500, 25000
-- The next text of a rate however small is asked for again within a day: a longer wait is no whole number of Redis.
local longestWait = 86400000
local function arg(at) return ARGV[at + 2] end
local function number(at) return tonumber(ARGV[at + 2]) end
local function whole(value) return string.format('%.0f', value) end
local function get(field) return redis.call('HGET', about, field) end
local function byteOf(key, index) return string.byte(redis.call('GETRANGE', key, index, index), 1) or 0 end

local function count(variant, code, change)
  redis.call('HINCRBY', counts, code, change)
  if variant > 0 then redis.call('HINCRBY', counts, 'v' .. (variant - 1) .. '/' .. code, change) end
end

local function move(index, from, to)
  local variant = byteOf(variants, index)
  redis.call('SETRANGE', bytes, index, string.char(to))
  count(variant, from, -1)
  count(variant, to, 1)
end

-- The rule of domain/campaign/recipient-code.ts, costChange.
local function isPaid(code) return code == inDoubt or code >= firstSent end
local function costChange(from, to, estimated, actual)
  local change = 0
  if isPaid(to) and from <= firstSent then change = to > firstSent and actual or estimated end
  return isPaid(from) and from <= firstSent and change - estimated or change
end

local function isNone(code) return tonumber(redis.call('HGET', counts, code) or 0) == 0 end

local function changeTo(state, because)
  redis.call('HSET', about, 'state', state, 'because', because)
  local version = redis.call('HINCRBY', about, 'version', 1)
  redis.call('RPUSH', changes, cjson.encode({ version, state, because, redis.call('HGETALL', counts), whole(now) }))
end

local function finishIfDone()
  if not (isNone(waiting) and isNone(sending)) then return end
  local state = get('state')
  if state == 'running' or state == 'paused' then
    redis.call('HSET', about, 'ended', whole(now))
    changeTo('finished', get('done'))
  elseif state == 'cancelled' then
    redis.call('HSETNX', about, 'ended', whole(now))
  end
end

local function pauseBeyond(key, window, most, because)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', tonumber(get('seq') or 0) - window)
  if redis.call('ZCARD', key) > most and get('state') == 'running' then changeTo('paused', because) end
end

local function chunkOf(chunk)
  local from, to = chunk * chunkSize, chunk * chunkSize + chunkSize - 1
  return redis.call('GETRANGE', bytes, from, to), redis.call('GETRANGE', generations, from, to)
end

-- When the first of those is due that were put back, or retried, since the chunk was taken.
local function backOf(chunk) return 'back/' .. chunk end

local function dueBy(index, due)
  local chunk = math.floor(index / chunkSize)
  local back = tonumber(redis.call('HGET', tokens, backOf(chunk)) or due)
  redis.call('HSET', tokens, backOf(chunk), whole(math.min(back, due)))
  redis.call('ZADD', work, 'LT', due, chunk)
end

local steps = {}

-- Arguments: definition, terms, total, the sentences of `done`, failures and opt-outs, two windows with what they bear, rate.
function steps.create()
  if redis.call('EXISTS', about) == 1 then return 'known' end
  local total = number(3)
  redis.call('HSET', about, 'definition', arg(1), 'terms', arg(2), 'total', arg(3), 'state', 'checked', 'because', '',
    'done', arg(4), 'manyFailures', arg(5), 'manyStops', arg(6), 'failWindow', arg(7), 'failMost', arg(8),
    'stopWindow', arg(9), 'stopMost', arg(10), 'rate', arg(11), 'created', whole(now), 'version', 0)
  redis.call('SETRANGE', bytes, total - 1, string.char(waiting))
  redis.call('HSET', counts, waiting, total)
  for chunk = 0, math.ceil(total / chunkSize) - 1 do redis.call('ZADD', work, 0, chunk) end
  return 'created'
end

function steps.read()
  return { redis.call('HGETALL', about), redis.call('HGETALL', counts) }
end

-- Arguments: the new state, because, the states from which, joined by commas, then name and value of each new term.
function steps.change()
  local state = get('state')
  if not state or not string.find(',' .. arg(3) .. ',', ',' .. state .. ',', 1, true) then return 'other-state' end
  for at = 4, #ARGV - 2, 2 do redis.call('HSET', about, 'term/' .. arg(at), arg(at + 1)) end
  if arg(1) == 'running' then
    redis.call('HSETNX', about, 'started', whole(now))
    redis.call('HDEL', about, 'ended')
    redis.call('DEL', failures)
    redis.call('DEL', stops)
  end
  changeTo(arg(1), arg(2))
  finishIfDone()
  return 'changed'
end

function steps.untold()
  return redis.call('LINDEX', changes, 0)
end

-- Arguments: version.
function steps.told()
  local first = redis.call('LINDEX', changes, 0)
  if first and cjson.decode(first)[1] <= number(1) then redis.call('LPOP', changes) end
  return 'told'
end

-- Arguments: lease in ms.
function steps.take()
  if get('state') ~= 'running' then return false end
  local chunk = redis.call('ZRANGEBYSCORE', work, '-inf', now, 'LIMIT', 0, 1)[1]
  if not chunk then return false end
  redis.call('ZADD', work, now + number(1), chunk)
  redis.call('HDEL', tokens, backOf(chunk))
  local token = redis.call('HINCRBY', tokens, chunk, 1)
  local codes, past = chunkOf(tonumber(chunk))
  return { chunk, token, codes, past }
end

-- Texts that the campaign's rate lets go now, and the wait for the next one. A second's worth may go at once.
local function allowed(wanted)
  local rate = tonumber(get('rate'))
  if rate <= 0 then return wanted, 0 end
  local burst = math.max(rate, 1)
  local tokensLeft = math.min(burst, tonumber(get('tokens') or burst) + math.max(now - tonumber(get('tokensAt') or now), 0) * rate / 1000)
  local go = math.max(math.min(wanted, math.floor(tokensLeft)), 0)
  redis.call('HSET', about, 'tokens', tostring(tokensLeft - go), 'tokensAt', whole(now))
  return go, go < wanted and math.min(math.ceil((1 - (tokensLeft - go)) * 1000 / rate), longestWait) or 0
end

-- Arguments: chunk, token, then position, variant + 1 and generation of each. One that was retried meanwhile is of another
-- generation: what the asker knows of it is too old.
function steps.begin()
  local chunk = number(1)
  if get('state') ~= 'running' or redis.call('HGET', tokens, arg(1)) ~= arg(2) then return false end
  local wanted = {}
  for at = 3, #ARGV - 2, 3 do
    local index = chunk * chunkSize + number(at)
    if byteOf(bytes, index) == waiting and byteOf(generations, index) == number(at + 2) then
      wanted[#wanted + 1] = { number(at), index, number(at + 1) }
    end
  end
  local go, wait = allowed(#wanted)
  local answer = { wait }
  for at = 1, go do
    local position, index, variant = unpack(wanted[at])
    if variant > 0 and byteOf(variants, index) == 0 then
      redis.call('SETRANGE', variants, index, string.char(variant))
      redis.call('HINCRBY', counts, 'v' .. (variant - 1) .. '/' .. waiting, 1)
    end
    move(index, waiting, sending)
    answer[#answer + 1] = position
  end
  if go > 0 then redis.call('ZADD', flying, now, arg(1)) end
  return answer
end

-- Arguments: chunk, token, due in ms or ''.
function steps.leave()
  if redis.call('HGET', tokens, arg(1)) ~= arg(2) then return 'stale' end
  local codes = chunkOf(number(1))
  local back = tonumber(redis.call('HGET', tokens, backOf(arg(1))) or '')
  local due = arg(3) ~= '' and now + number(3) or back or now
  if string.find(codes, '%z') then redis.call('ZADD', work, math.min(due, back or due), arg(1))
  else redis.call('ZREM', work, arg(1)) end
  return 'left'
end

-- Arguments: chunks.
function steps.keep()
  for at = 1, #ARGV - 2 do redis.call('ZADD', flying, 'XX', now, arg(at)) end
  return 'kept'
end

-- Arguments: ms.
function steps.leftBehind()
  for _, chunk in ipairs(redis.call('ZRANGEBYSCORE', flying, '-inf', now - number(1), 'LIMIT', 0, 32)) do
    local codes, past = chunkOf(tonumber(chunk))
    if string.find(codes, string.char(sending), 1, true) then
      redis.call('ZADD', flying, now, chunk)
      return { chunk, codes, past }
    end
    redis.call('ZREM', flying, chunk)
  end
  return false
end

-- Arguments: index, generation, due in ms.
function steps.putBack()
  local index = number(1)
  if byteOf(generations, index) ~= number(2) or byteOf(bytes, index) ~= sending then return 'stale' end
  move(index, sending, waiting)
  dueBy(index, now + number(3))
  return 'put-back'
end

-- Arguments: for each end its index, generation, byte, 1 where the gateway's side failed, its estimated and its own price.
-- The rule of domain/campaign/recipient-code.ts, replaces.
steps['end'] = function()
  local total, failed = tonumber(get('total') or 0), false
  for at = 1, #ARGV - 2, 6 do
    local index, code = number(at), number(at + 2)
    if index < total and byteOf(generations, index) == number(at + 1) then
      local from = byteOf(bytes, index)
      local isReason = from >= firstReason and from < firstSent and code >= firstReason and code < firstSent
      if code > from and not isReason then
        move(index, from, code)
        redis.call('HINCRBY', about, 'cost', costChange(from, code, number(at + 4), number(at + 5)))
        if from <= sending then redis.call('HINCRBY', about, 'seq', 1) end
        if arg(at + 3) == '1' then
          failed = true
          redis.call('ZADD', failures, get('seq') or 0, index)
        end
      end
    end
  end
  if failed then pauseBeyond(failures, tonumber(get('failWindow')), tonumber(get('failMost')), get('manyFailures')) end
  finishIfDone()
  return 'counted'
end

-- Arguments: index.
function steps.optedOut()
  if not get('state') then return 'unknown' end
  redis.call('ZADD', stops, 'NX', get('seq') or 0, arg(1))
  pauseBeyond(stops, tonumber(get('stopWindow')), tonumber(get('stopMost')), get('manyStops'))
  return 'counted'
end

-- Replaces bytes within one slice; answers how many. `past`: whether their generation counts up.
local function sweep(from, matches, to, past)
  local codes = redis.call('GETRANGE', bytes, from, from + slice - 1)
  local found, rounds, due = 0, 0, -1
  for at = 1, #codes do
    local code = string.byte(codes, at)
    if matches[code] then
      local index = from + at - 1
      move(index, code, to)
      found = found + 1
      if past then
        local generation = math.min(byteOf(generations, index) + 1, 255)
        rounds = math.max(rounds, generation)
        redis.call('SETRANGE', generations, index, string.char(generation))
        if math.floor(index / chunkSize) ~= due then dueBy(index, now) end
        due = math.floor(index / chunkSize)
      end
    end
  end
  if rounds > tonumber(get('rounds') or 0) then redis.call('HSET', about, 'rounds', rounds) end
  return found
end

-- Arguments: byte, start of the slice. Without variants a slice is one replacement.
function steps.endWaiting()
  local from, code = number(2), number(1)
  if redis.call('EXISTS', variants) == 1 then
    sweep(from, { [waiting] = true }, code, false)
  else
    local codes, found = string.gsub(redis.call('GETRANGE', bytes, from, from + slice - 1), '%z', string.char(code))
    if found > 0 then
      redis.call('SETRANGE', bytes, from, codes)
      count(0, waiting, -found)
      count(0, code, found)
    end
  end
  if isNone(waiting) then redis.call('DEL', work) end
  finishIfDone()
  return isNone(waiting) and 'none' or 'more'
end

-- Arguments: start of the slice, bytes. Nobody waits in a campaign that was cancelled meanwhile.
function steps.retry()
  if get('state') == 'cancelled' then return 0 end
  local matches = {}
  for at = 2, #ARGV - 2 do matches[number(at)] = true end
  return sweep(number(1), matches, waiting, true)
end

-- Arguments: start, length.
function steps.codes()
  local from, to = number(1), number(1) + number(2) - 1
  return { redis.call('GETRANGE', bytes, from, to), redis.call('GETRANGE', generations, from, to) }
end

return steps[ARGV[1]]()
