-- The index of doubts: ids by the instant of their doubt. A record outlives its doubt by its TTL at least, so only entries
-- older than that may point to nothing.
local function oldDoubts(index)
  return redis.call('ZRANGEBYSCORE', index, '-inf', '(' .. (now - ttl), 'LIMIT', 0, 100)
end

-- KEYS of both: index.
ops.doubts = { keys = 1, args = 1, reads = true, run = function(key, arg)
  return say('found', redis.call('ZRANGE', key[1], 0, tonumber(arg[1]) - 1, 'WITHSCORES'), oldDoubts(key[1]))
end }

ops.doubtCount = { keys = 1, args = 0, reads = true, run = function(key)
  return say('counted', redis.call('ZCARD', key[1]), oldDoubts(key[1]))
end }

-- KEYS: record, index. Arguments: id.
ops.forgetDoubt = { keys = 2, args = 1, run = function(key, arg)
  if load(key[1]) ~= nil then return say('kept') end
  redis.call('ZREM', key[2], arg[1])
  return say('forgotten')
end }
