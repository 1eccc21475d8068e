-- KEYS: the word's. ARGV: instant, ms that it lives.
local lifted, at = unpack(redis.call('HMGET', KEYS[1], 'lifted', 'at'))
if tonumber(ARGV[1]) < tonumber(lifted or 0) then return 'stale' end
redis.call('HSET', KEYS[1], 'lifted', ARGV[1])
if at and tonumber(at) <= tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], 'at', 'limit', 'until') end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'lifted'
