-- KEYS: active.
return redis.call('SMEMBERS', KEYS[1])
