-- KEYS: active. ARGV: id.
redis.call('SADD', KEYS[1], ARGV[1])
return 'awake'
