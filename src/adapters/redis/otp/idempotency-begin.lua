-- KEYS: the key. ARGV: digest, ms. A hash of the body's digest, and the answer once there is one.
local kept = redis.call('HMGET', KEYS[1], 'digest', 'answer')
if not kept[1] then
  redis.call('HSET', KEYS[1], 'digest', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return { 'new' }
end
if kept[1] ~= ARGV[1] then return { 'conflict' } end
return { 'repeated', kept[2] }
