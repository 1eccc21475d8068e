-- KEYS: receivers, health. Receivers and health, as fields and values.
return { redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]) }
