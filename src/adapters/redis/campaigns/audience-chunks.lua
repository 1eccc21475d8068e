-- KEYS: chunks.
return redis.call('HKEYS', KEYS[1])
