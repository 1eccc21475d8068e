-- KEYS: faults. ARGV: first, last.
return redis.call('LRANGE', KEYS[1], ARGV[1], ARGV[2])
