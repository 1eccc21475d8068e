-- KEYS: all, active. ARGV: clock, id.
redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', instant(ARGV[1])), ARGV[2])
redis.call('SADD', KEYS[2], ARGV[2])
return 'named'
