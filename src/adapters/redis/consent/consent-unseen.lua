-- KEYS: a shard's list. ARGV: generation. Those whose last generation is an earlier one.
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1])
