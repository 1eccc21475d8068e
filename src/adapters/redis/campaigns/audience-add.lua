-- KEYS: chunks. ARGV: chunk, sealed rows, ms.
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'added'
