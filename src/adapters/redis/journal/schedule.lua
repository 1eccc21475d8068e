-- KEYS of all here: due, parked.
ops.watch = { keys = 2, args = 3, run = function(key, arg, meta)
  local known = waiting(key[2], arg[1])
  put(meta, key[1], key[2], arg[1], tonumber(arg[2]), known and known[2] or arg[3], math.huge)
  return say('watched')
end }

ops.peek = { keys = 2, args = 1, run = function(key, arg)
  return say('found', redis.call('ZRANGEBYSCORE', key[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, tonumber(arg[1])))
end }

-- Taken only as it was seen: another taker moved its score.
ops.lease = { keys = 2, args = 3, run = function(key, arg)
  local id, score = arg[1], tonumber(redis.call('ZSCORE', key[1], arg[1]) or nil)
  if score ~= tonumber(arg[2]) or score > now then return say('gone') end
  redis.call('ZADD', key[1], now + tonumber(arg[3]), id)
  local entry = waiting(key[2], id) or { score, '' }
  return say('leased', entry[1], entry[2])
end }

ops.done = { keys = 2, args = 2, run = function(key, arg, meta)
  local id, entry = arg[1], waiting(key[2], arg[1])
  if not entry or entry[1] ~= tonumber(arg[2]) then return say('stale') end
  redis.call('ZREM', key[1], id)
  redis.call('HDEL', key[2], id)
  redis.call('HINCRBY', meta, 'bytes', -#entry[2])
  return say('done')
end }

ops.size = { keys = 2, args = 0, run = function(key, _, meta)
  local entries = redis.call('ZCARD', key[1])
  return say('counted', entries, entries > 0 and tonumber(redis.call('HGET', meta, 'bytes') or 0) or 0)
end }
