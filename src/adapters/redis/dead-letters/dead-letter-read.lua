-- KEYS: marks. ARGV: ids.
return redis.call('HMGET', KEYS[1], unpack(ARGV))
