-- KEYS: receivers, health, order, bodies. ARGV: id.
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4])
return redis.call('HDEL', KEYS[1], ARGV[1])
