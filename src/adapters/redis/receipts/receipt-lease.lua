-- KEYS: the reader {owner, until, token}. ARGV: clock, owner, lease in ms. The token, where
-- no other one reads.
local now = instant(ARGV[1])
local reader = redis.call('HMGET', KEYS[1], 'owner', 'until', 'token')
local token = tonumber(reader[3]) or 0
if reader[1] ~= ARGV[2] then
  if (tonumber(reader[2]) or 0) > now then return { 'busy' } end
  token = token + 1
end
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'until', string.format('%.0f', now + ARGV[3]), 'token', token)
redis.call('PEXPIRE', KEYS[1], 400 * 86400000)
return { 'leased', token }
