-- KEYS: the lines. All of them, older ones too.
return redis.call('ZRANGE', KEYS[1], 0, -1)
