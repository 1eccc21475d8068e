-- KEYS: a shard's meta. ARGV: nothing: answers its position; '': forgets it; else: sets it.
if not ARGV[1] then return redis.call('HGET', KEYS[1], 'rebuilt') or '' end
if ARGV[1] == '' then redis.call('DEL', KEYS[1]) else redis.call('HSET', KEYS[1], 'rebuilt', ARGV[1]) end
return ''
