-- KEYS: active. ARGV: id.
redis.call('SREM', KEYS[1], ARGV[1])
return 'resting'
