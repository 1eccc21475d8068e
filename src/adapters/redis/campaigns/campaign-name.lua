-- KEYS: all. ARGV: clock, id.
redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', instant(ARGV[1])), ARGV[2])
return 'named'
