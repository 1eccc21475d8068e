-- KEYS: bodies. ARGV: the cursor. The next cursor, and ids and bodies, one after the other.
return redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', 200)
