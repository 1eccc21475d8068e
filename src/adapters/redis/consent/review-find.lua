-- KEYS: order, items. ARGV: id.
return redis.call('HGET', KEYS[2], ARGV[1]) or ''
