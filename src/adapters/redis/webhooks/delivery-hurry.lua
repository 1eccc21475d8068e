-- KEYS: order. ARGV: now, the end of a lease that begins now.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '+inf')) do
  redis.call('ZADD', KEYS[1], ARGV[1], id)
end
return 1
