/**
 * What waits, per shard: `due` orders message ids by when a taker may have them, `parked` holds {due, sealed body}, and
 * `bytes` of the shard's `meta` counts them. Bounded by the cap on parked bytes, so the keys outlive every pause of the service.
 */
export const luaSchedule = `
local function waiting(shard, id)
  local packed = redis.call('HGET', shard.prefix .. 'parked', id)
  if packed then return cmsgpack.unpack(packed) end
end

local function put(shard, id, due, body, most)
  local index, bodies = shard.prefix .. 'due', shard.prefix .. 'parked'
  local known = waiting(shard, id)
  local bytes = redis.call('EXISTS', index) == 1 and tonumber(redis.call('HGET', shard.meta, 'bytes') or 0) or 0
  bytes = bytes + #body - (known and #known[2] or 0)
  if bytes > most then return false end
  redis.call('HSET', bodies, id, cmsgpack.pack({ due, body }))
  redis.call('ZADD', index, due, id)
  redis.call('HSET', shard.meta, 'bytes', bytes)
  lives(index, math.max(due - now, 0) + longest)
  lives(bodies, math.max(due - now, 0) + longest)
  return true
end

-- 0 stale, 1 parked, 2 full.
ops.park = { arity = 5, run = function(shard, at)
  local id, due = ARGV[at], tonumber(ARGV[at + 2])
  local record = load(shard, id)
  if not record or record[TOKEN] ~= tonumber(ARGV[at + 1]) then return 0 end
  if record[STATE] == DEFERRED then return record[DUE] == due and 1 or 0 end
  if record[STATE] ~= OPEN then return 0 end
  if not put(shard, id, due, ARGV[at + 3], cap) then return 2 end
  record[DUE], record[NOTE], record[KEEP] = due, ARGV[at + 4], math.max(record[KEEP], due)
  enter(record, DEFERRED)
  save(shard, id, record)
  return 1
end }

ops.watch = { arity = 3, run = function(shard, at)
  local known = waiting(shard, ARGV[at])
  put(shard, ARGV[at], tonumber(ARGV[at + 1]), known and known[2] or ARGV[at + 2], math.huge)
  return 1
end }

ops.peek = { arity = 1, run = function(shard, at)
  return redis.call('ZRANGEBYSCORE', shard.prefix .. 'due', '-inf', now, 'WITHSCORES', 'LIMIT', 0, tonumber(ARGV[at]))
end }

-- Taken only as it was seen: another taker moved its score.
ops.lease = { arity = 3, run = function(shard, at)
  local index, id = shard.prefix .. 'due', ARGV[at]
  local score = tonumber(redis.call('ZSCORE', index, id) or nil)
  if score ~= tonumber(ARGV[at + 1]) or score > now then return 0 end
  redis.call('ZADD', index, now + tonumber(ARGV[at + 2]), id)
  local entry = waiting(shard, id)
  return entry or { score, '' }
end }

ops.done = { arity = 2, run = function(shard, at)
  local id = ARGV[at]
  local entry = waiting(shard, id)
  if not entry or entry[1] ~= tonumber(ARGV[at + 1]) then return 0 end
  redis.call('ZREM', shard.prefix .. 'due', id)
  redis.call('HDEL', shard.prefix .. 'parked', id)
  redis.call('HINCRBY', shard.meta, 'bytes', -#entry[2])
  return 1
end }

ops.size = { arity = 0, run = function(shard)
  local entries = redis.call('ZCARD', shard.prefix .. 'due')
  return { entries, entries > 0 and tonumber(redis.call('HGET', shard.meta, 'bytes') or 0) or 0 }
end }
`;
