-- KEYS: about. ARGV: sealed audience, ms.
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'sealed'
