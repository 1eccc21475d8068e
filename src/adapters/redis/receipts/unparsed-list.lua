-- KEYS: the list. ARGV: the limit.
return redis.call('LRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)
