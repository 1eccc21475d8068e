-- KEYS: the word's.
return redis.call('HMGET', KEYS[1], 'at', 'limit', 'until')
