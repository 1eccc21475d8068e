-- KEYS: order.
return redis.call('ZCARD', KEYS[1])
