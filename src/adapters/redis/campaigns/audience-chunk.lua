-- KEYS: chunks. ARGV: chunk.
return redis.call('HGET', KEYS[1], ARGV[1])
