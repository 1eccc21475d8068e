-- KEYS: the reader. ARGV: owner.
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('HSET', KEYS[1], 'owner', '', 'until', 0) end
return 'released'
