-- Token buckets shared by all workers. A bucket holds what 100 ms bring, one part at least, and begins with one: after an idle
-- while no more than that goes beyond the rate. What a text of more parts owes is paid back first.
-- KEYS: bucket. Arguments: rate, parts, share kept for others.
ops.throttle = { keys = 1, args = 3, free = true, run = function(key, arg)
  local rate, parts, kept = tonumber(arg[1]), tonumber(arg[2]), tonumber(arg[3])
  local most = math.max(1, rate / 10)
  local found = redis.call('HMGET', key[1], 'tokens', 'at')
  local since = math.max(0, serverNow - (tonumber(found[2]) or serverNow))
  local tokens = math.min(most, (tonumber(found[1]) or 1) + since * rate / 1000)
  local needed = math.min(parts + kept * most, most)
  local goes = tokens + 0.000001 >= needed
  if goes then tokens = tokens - parts end
  redis.call('HSET', key[1], 'tokens', string.format('%.9f', tokens), 'at', serverNow)
  redis.call('PEXPIRE', key[1], math.ceil((most - tokens) * 1000 / rate) + hour)
  if goes then return say('go') end
  return say('wait', math.max(1, math.ceil((needed - tokens) * 1000 / rate)))
end }
