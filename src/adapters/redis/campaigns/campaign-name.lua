-- KEYS: all, active. ARGV: instant, id.
redis.call('ZADD', KEYS[1], 'NX', ARGV[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[2])
return 'named'
