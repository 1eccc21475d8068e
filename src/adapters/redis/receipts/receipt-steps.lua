-- Many steps in one call, of one shard on a cluster and of any shards standalone. KEYS: the prefixes of the shards
-- that take part, each with the shard's tag. ARGV: clock, cap of kept receipts a shard and day, then for each
-- step its name, the number of its shard's key and its arguments. One reply a step, in order.
-- Of a shard: `t:<day>:<bucket>` hashes from provider id to message and state, few enough fields that Redis keeps
-- them packed; `k:<day>` receipts that found no text, by provider id and status; `s:<day>` the sums;
-- `e:<day>:<bucket>` sets of lines that were taken. A day is whole days since 1970.
-- COUNTS, the names of the counts of a sum, stands before this text.
local DAYS = 5
local dayMs = 86400000
local now = instant(ARGV[1])
local today, most = math.floor(now / dayMs), tonumber(ARGV[2])
local STATUSES = { '1', '2', '3', '4' }
local ops = {}

local function number(value) return string.format('%.0f', value) end
local function textKey(prefix, day, bucket) return prefix .. 't:' .. number(day) .. ':' .. bucket end
local function keptKey(prefix, day) return prefix .. 'k:' .. number(day) end
local function sumKey(prefix, day) return prefix .. 's:' .. number(day) end

local function lookup(prefix, bucket, field)
  -- One day ahead: the clock that named the day may be another server's.
  for day = today + 1, today - DAYS, -1 do
    local value = redis.call('HGET', textKey(prefix, day, bucket), field)
    if value then return value, day end
  end
end

-- A key of a day always ends at the same instant: it is told once.
local function ends(key, at)
  if redis.call('PTTL', key) == -1 then redis.call('PEXPIREAT', key, number(at)) end
end

local function add(prefix, day, scope, at)
  local key = sumKey(prefix, day)
  for i, name in ipairs(COUNTS) do
    local change = ARGV[at + i - 1]
    if change ~= '0' then redis.call('HINCRBY', key, scope .. '/' .. name, change) end
  end
  ends(key, (day + 100) * dayMs)
end

local function keptFields(field)
  local fields = {}
  for i, status in ipairs(STATUSES) do fields[i] = field .. status end
  return fields
end

-- bucket, field, value, day, scope, counts
ops.record = { arity = 5 + #COUNTS, run = function(prefix, at)
  local bucket, field, day = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 3])
  local key, till = textKey(prefix, day, bucket), (day + DAYS + 1) * dayMs
  -- One whose entry is over may be told again, and would be added up again.
  if till > now and redis.call('HSETNX', key, field, ARGV[at + 2]) == 1 then
    ends(key, till)
    add(prefix, day, ARGV[at + 4], at + 5)
  end
  local found, days, fields = {}, {}, keptFields(field)
  for kept = today, today - 4, -1 do days[#days + 1] = keptKey(prefix, kept) end
  -- Receipts seldom come before their texts.
  if redis.call('EXISTS', unpack(days)) == 0 then return found end
  for _, key in ipairs(days) do
    for _, value in ipairs(redis.call('HMGET', key, unpack(fields))) do
      if value then found[#found + 1] = value end
    end
  end
  return found
end }

-- bucket, field
ops.find = { arity = 2, run = function(prefix, at)
  local value, day = lookup(prefix, ARGV[at], ARGV[at + 1])
  if not value then return {} end
  return { value, number(day) }
end }

-- bucket, field, place, known value, new value, day of the sums, scope, counts
ops.move = { arity = 7 + #COUNTS, run = function(prefix, at)
  local key = textKey(prefix, tonumber(ARGV[at + 2]), ARGV[at])
  if redis.call('HGET', key, ARGV[at + 1]) ~= ARGV[at + 3] then return 'changed' end
  redis.call('HSET', key, ARGV[at + 1], ARGV[at + 4])
  add(prefix, tonumber(ARGV[at + 5]), ARGV[at + 6], at + 7)
  return 'moved'
end }

-- bucket, field, status, value
ops.keep = { arity = 4, run = function(prefix, at)
  local field = ARGV[at + 1]
  if lookup(prefix, ARGV[at], field) then return 'recorded' end
  local key, own = keptKey(prefix, today), field .. ARGV[at + 2]
  if redis.call('HEXISTS', key, own) == 1 then return 'kept' end
  if redis.call('HLEN', key) >= most then return 'full' end
  redis.call('HSET', key, own, ARGV[at + 3])
  redis.call('PEXPIREAT', key, number((today + 5) * dayMs))
  return 'kept'
end }

-- field
ops.release = { arity = 1, run = function(prefix, at)
  for day = today, today - 4, -1 do redis.call('HDEL', keptKey(prefix, day), unpack(keptFields(ARGV[at]))) end
  return 'released'
end }

ops.kept = { arity = 0, run = function(prefix)
  local found = {}
  for day = today, today - 4, -1 do
    for _, value in ipairs(redis.call('HVALS', keptKey(prefix, day))) do found[#found + 1] = value end
  end
  return found
end }

-- day
ops.sums = { arity = 1, run = function(prefix, at)
  return redis.call('HGETALL', sumKey(prefix, tonumber(ARGV[at])))
end }

-- day, first bucket, step, last bucket, limit: values without a state
ops.unheard = { arity = 5, run = function(prefix, at)
  local found, limit = {}, tonumber(ARGV[at + 4])
  for bucket = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 2]) do
    for _, value in ipairs(redis.call('HVALS', textKey(prefix, tonumber(ARGV[at]), bucket))) do
      local length = string.byte(value, 1)
      local bare = length == 0 and 17 or length + 1
      if #value == bare then found[#found + 1] = value end
      if #found >= limit then return found end
    end
  end
  return found
end }

local function takenKey(prefix, day, bucket) return prefix .. 'e:' .. number(day) .. ':' .. bucket end

-- bucket, number
ops.taken = { arity = 2, run = function(prefix, at)
  for day = today, today - 4, -1 do
    if redis.call('SISMEMBER', takenKey(prefix, day, ARGV[at]), ARGV[at + 1]) == 1 then return 'taken' end
  end
  return 'new'
end }

ops.take = { arity = 2, run = function(prefix, at)
  local key = takenKey(prefix, today, ARGV[at])
  redis.call('SADD', key, ARGV[at + 1])
  redis.call('PEXPIREAT', key, number((today + 5) * dayMs))
  return 'taken'
end }

local replies, at = {}, 3
while ARGV[at] do
  local op = ops[ARGV[at]]
  replies[#replies + 1] = op.run(KEYS[tonumber(ARGV[at + 1])], at + 2)
  at = at + 2 + op.arity
end
return replies
