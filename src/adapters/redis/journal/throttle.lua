-- Token buckets shared by all workers; a bucket holds what one second brings, and what it owes is paid back first.
-- KEYS: bucket. Arguments: rate, parts, share kept for others.
ops.throttle = { keys = 1, args = 3, free = true, run = function(key, arg)
  local rate, parts, kept = tonumber(arg[1]), tonumber(arg[2]), tonumber(arg[3])
  local found = redis.call('HMGET', key[1], 'tokens', 'at')
  local since = math.max(0, serverNow - (tonumber(found[2]) or serverNow))
  local tokens = math.min(rate, (tonumber(found[1]) or rate) + since * rate / 1000)
  local needed = math.min(parts + kept * rate, rate)
  local goes = tokens + 0.000001 >= needed
  if goes then tokens = tokens - parts end
  redis.call('HSET', key[1], 'tokens', string.format('%.9f', tokens), 'at', serverNow)
  redis.call('PEXPIRE', key[1], math.ceil((rate - tokens) * 1000 / rate) + hour)
  if goes then return say('go') end
  return say('wait', math.max(1, math.ceil((needed - tokens) * 1000 / rate)))
end }
