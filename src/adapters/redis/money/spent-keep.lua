-- KEYS: the word's. ARGV: at, limit, until, ms that it lives.
local lifted, at = unpack(redis.call('HMGET', KEYS[1], 'lifted', 'at'))
local stands = tonumber(ARGV[1]) > tonumber(lifted or 0) and tonumber(ARGV[1]) >= tonumber(at or 0)
if stands then redis.call('HSET', KEYS[1], 'at', ARGV[1], 'limit', ARGV[2], 'until', ARGV[3]) end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return stands and 'kept' or 'stale'
