-- KEYS: state, lease. ARGV: holder, ms. A lease that is another's stays.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return { 'busy' } end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return { 'held', redis.call('GET', KEYS[1]) or '' }
