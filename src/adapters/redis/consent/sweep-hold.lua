-- KEYS: state, lease {holder, till}. ARGV: clock, holder, ms. A lease that is another's stays.
local holder, till = unpack(redis.call('HMGET', KEYS[2], 'holder', 'till'))
if holder and holder ~= ARGV[2] and tonumber(till) > now then return { 'busy' } end
redis.call('HSET', KEYS[2], 'holder', ARGV[2], 'till', string.format('%.0f', now + tonumber(ARGV[3])))
redis.call('PEXPIRE', KEYS[2], 86400000)
return { 'held', redis.call('GET', KEYS[1]) or '' }
