/** Token buckets shared by all workers; a bucket holds what one second brings, and what it owes is paid back first. */
export const luaThrottle = `
ops.throttle = { arity = 4, free = true, run = function(shard, at)
  local key = shard.prefix .. ARGV[at]
  local rate, parts, kept = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local found = redis.call('HMGET', key, 'tokens', 'at')
  local since = math.max(0, now - (tonumber(found[2]) or now))
  local tokens = math.min(rate, (tonumber(found[1]) or rate) + since * rate / 1000)
  local needed = math.min(parts + kept * rate, rate)
  local goes = tokens + 0.000001 >= needed
  if goes then tokens = tokens - parts end
  redis.call('HSET', key, 'tokens', string.format('%.9f', tokens), 'at', now)
  redis.call('PEXPIRE', key, math.ceil((rate - tokens) * 1000 / rate) + hour)
  return goes and 0 or math.max(1, math.ceil((needed - tokens) * 1000 / rate))
end }
`;
