/** States as records hold them; 8 is shown as sending, but nothing may be sent any more: it waits to be settled as in doubt. */
export const stateCodes = [undefined, "received", "open", "sending", "deferred", "sent", "failed", "in-doubt"] as const;

/**
 * One record per message: a MessagePack array in a string of its own. Every step decides from the instants in it; the key's
 * expiry only cleans up, an hour after the record counts as gone.
 */
export const luaRecords = `
local RECEIVED, OPEN, SENDING, DEFERRED, SENT, FAILED, DOUBT, DOUBTING = 1, 2, 3, 4, 5, 6, 7, 8
local VERSION, STATE, TOKEN, SOURCE, LEASE, RESEND, SENDS, ATTEMPTS, KEEP, GONE, DUE, ENDED =
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
local DIGEST, ANSWER, NOTE, OUTCOME, TIMELINE, ASKER, ASKED = 13, 14, 15, 16, 17, 18, 19
local RESOLVED = -1

local function fresh()
  return { 1, RECEIVED, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', {}, '', 0 }
end

-- nil: never heard of, or forgotten. false: there, but written by a version that this one cannot read.
local function load(shard, id)
  local packed = redis.call('GET', shard.prefix .. 'm:' .. id)
  if not packed then return nil end
  local read, record = pcall(cmsgpack.unpack, packed)
  if not read or type(record) ~= 'table' or record[VERSION] ~= 1 then return false end
  if now > record[GONE] then return nil end
  return record
end

local function save(shard, id, record)
  local gone = math.max(now, record[KEEP]) + ttl
  record[GONE] = gone
  redis.call('SET', shard.prefix .. 'm:' .. id, cmsgpack.pack(record), 'PX', gone - now + hour)
end

-- A timeline keeps its beginning (8) and its latest entries, 32 in all; state and instant alternate.
local function enter(record, state)
  record[STATE] = state
  local shown, line = state == DOUBTING and SENDING or state, record[TIMELINE]
  if line[#line - 1] == shown then return end
  if #line >= 64 then
    table.remove(line, 17)
    table.remove(line, 17)
  end
  line[#line + 1] = shown
  line[#line + 1] = now
end

local function isEnded(state) return state == SENT or state == FAILED or state == DOUBT end

local function forgetDoubt(shard, id) redis.call('ZREM', shard.prefix .. 'doubt', id) end

ops.receive = { arity = 4, run = function(shard, at)
  local id, digest, answer = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local record = load(shard, id)
  if record == nil then
    record = fresh()
    record[DIGEST], record[ANSWER], record[NOTE] = digest, answer, ARGV[at + 3]
    enter(record, RECEIVED)
    save(shard, id, record)
    return 0
  end
  if not record then return { 1, answer, 1 } end
  if record[DIGEST] == '' then
    record[DIGEST], record[ANSWER] = digest, answer
    save(shard, id, record)
  end
  if record[DIGEST] ~= digest then return 2 end
  return { 1, record[ANSWER], record[STATE] == RECEIVED and 0 or 1 }
end }

-- A request that comes late, after a younger one of the same process, must not take the message from it.
ops.open = { arity = 7, run = function(shard, at)
  local id, source, resend, lease = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local asker, asked = ARGV[at + 5], tonumber(ARGV[at + 6])
  local record = load(shard, id)
  if record == false then return { 5 } end
  record = record or fresh()
  local state = record[STATE]
  if isEnded(state) then return { 3, state, record[OUTCOME] } end
  if record[ASKER] == asker and asked < record[ASKED] then return { 1, 1 } end
  if state == DEFERRED and source ~= 'due' then return { 2 } end
  local left = record[LEASE] - now
  if left > 0 and (state == SENDING or ((state == OPEN or state == DOUBTING) and record[SOURCE] ~= source)) then
    return { 1, left }
  end
  local sends = record[SENDS]
  local go = state ~= DOUBTING and (sends == 0 or (resend == 1 and sends < 2))
  record[TOKEN], record[SOURCE], record[RESEND], record[LEASE] = record[TOKEN] + 1, source, resend, now + lease
  record[KEEP] = math.max(record[KEEP], tonumber(ARGV[at + 4]))
  record[ASKER], record[ASKED] = asker, asked
  enter(record, go and OPEN or DOUBTING)
  save(shard, id, record)
  if go then return { 0, record[TOKEN], sends, record[ATTEMPTS] } end
  return { 4, record[TOKEN], record[ATTEMPTS] }
end }

ops.mark = { arity = 4, run = function(shard, at)
  local id, token, attempt = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local record = load(shard, id)
  if not record or record[TOKEN] ~= token then return 0 end
  local state, attempts = record[STATE], record[ATTEMPTS]
  if state == OPEN and attempt > attempts and record[SENDS] < 2 then
    record[SENDS], record[ATTEMPTS] = record[SENDS] + 1, attempt
    enter(record, SENDING)
  elseif state ~= SENDING or attempt ~= attempts then
    return 0
  end
  record[LEASE] = now + tonumber(ARGV[at + 3])
  save(shard, id, record)
  return 1
end }

ops.unmark = { arity = 3, run = function(shard, at)
  local id, record = ARGV[at], load(shard, ARGV[at])
  if not record or record[TOKEN] ~= tonumber(ARGV[at + 1]) or record[ATTEMPTS] ~= tonumber(ARGV[at + 2]) then return 0 end
  if record[STATE] == OPEN then return 1 end
  if record[STATE] ~= SENDING then return 0 end
  record[SENDS] = record[SENDS] - 1
  enter(record, OPEN)
  save(shard, id, record)
  return 1
end }

ops.again = { arity = 3, run = function(shard, at)
  local id, record = ARGV[at], load(shard, ARGV[at])
  if not record or record[TOKEN] ~= tonumber(ARGV[at + 1]) or record[ATTEMPTS] ~= tonumber(ARGV[at + 2]) then return 0 end
  local state = record[STATE]
  if state == OPEN then return 1 end
  if state == DOUBTING then return 2 end
  if state ~= SENDING then return 0 end
  local resend = record[RESEND] == 1 and record[SENDS] < 2
  enter(record, resend and OPEN or DOUBTING)
  save(shard, id, record)
  return resend and 1 or 2
end }

local function finish(shard, id, record, state, outcome, by)
  if record[STATE] == DOUBT then forgetDoubt(shard, id) end
  record[OUTCOME], record[NOTE], record[ENDED] = outcome, '', by
  enter(record, state)
  save(shard, id, record)
  if state == DOUBT then
    redis.call('ZADD', shard.prefix .. 'doubt', now, id)
    lives(shard.prefix .. 'doubt', record[GONE] - now + hour)
  end
  return 1
end

-- 0 stale, 1 written, 2 double, 3 refused: a text may have gone out, so it cannot fail any more.
ops.settle = { arity = 4, run = function(shard, at)
  local id, token, ending = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local record = load(shard, id)
  if not record or token > record[TOKEN] or token < 1 then return 0 end
  local state = record[STATE]
  if isEnded(state) then
    if record[ENDED] == token and state == ending then return 1 end
    if ending ~= SENT or record[ENDED] == RESOLVED or state == FAILED then return 0 end
    if state == SENT then return 2 end
  elseif token < record[TOKEN] then
    -- An older run's text is proof, unless a newer run is sending: that one tells its own end.
    if ending ~= SENT or state == SENDING then return 0 end
  elseif state == DEFERRED and ending ~= SENT then
    return 0
  elseif ending == FAILED and state ~= SENDING and record[SENDS] > 0 then
    return 3
  end
  return finish(shard, id, record, ending, ARGV[at + 3], token)
end }

ops.resolve = { arity = 3, run = function(shard, at)
  local id, ending, record = ARGV[at], tonumber(ARGV[at + 1]), load(shard, ARGV[at])
  if not record then return 0 end
  if record[ENDED] == RESOLVED and record[STATE] == ending then return 1 end
  if record[STATE] ~= DOUBT then return 0 end
  return finish(shard, id, record, ending, ARGV[at + 2], RESOLVED)
end }

ops.read = { arity = 1, run = function(shard, at)
  local record = load(shard, ARGV[at])
  if not record then return 0 end
  local state = record[STATE] == DOUBTING and SENDING or record[STATE]
  return { state, record[ATTEMPTS], record[SENDS], record[OUTCOME], record[NOTE], record[TIMELINE] }
end }

-- A record outlives its doubt by its TTL at least: only entries older than that may point to nothing.
local function pruneDoubt(shard)
  local index = shard.prefix .. 'doubt'
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', index, '-inf', '(' .. (now - ttl), 'LIMIT', 0, 100)) do
    if load(shard, id) == nil then forgetDoubt(shard, id) end
  end
  return index
end

ops.doubts = { arity = 1, run = function(shard, at)
  return redis.call('ZRANGE', pruneDoubt(shard), 0, tonumber(ARGV[at]) - 1, 'WITHSCORES')
end }

ops.doubtCount = { arity = 0, run = function(shard) return redis.call('ZCARD', pruneDoubt(shard)) end }
`;
