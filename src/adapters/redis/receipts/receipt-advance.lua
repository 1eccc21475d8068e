-- KEYS: the reader, the watermarks. ARGV: token, log, instant in ms.
local reader = redis.call('HMGET', KEYS[1], 'owner', 'token')
if not reader[1] or reader[1] == '' or reader[2] ~= ARGV[1] then return 'lost' end
if tonumber(ARGV[3]) > (tonumber(redis.call('HGET', KEYS[2], ARGV[2]) or 0)) then
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
end
redis.call('PEXPIRE', KEYS[2], 400 * 86400000)
return 'advanced'
