-- KEYS: state, lease. ARGV: holder, state, 1 where it ends the lease.
if redis.call('HGET', KEYS[2], 'holder') ~= ARGV[1] then return 'lost' end
redis.call('SET', KEYS[1], ARGV[2])
if ARGV[3] == '1' then redis.call('DEL', KEYS[2]) end
return 'saved'
