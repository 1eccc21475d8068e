-- KEYS: the watermarks. ARGV: log.
return redis.call('HGET', KEYS[1], ARGV[1])
