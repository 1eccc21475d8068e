-- KEYS: the key. ARGV: clock, digest, ms.
if isOver() then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'digest', ARGV[2])
  lives(tonumber(ARGV[3]))
  return { 'new' }
end
local kept = redis.call('HMGET', KEYS[1], 'digest', 'answer')
if kept[1] ~= ARGV[2] then return { 'conflict' } end
return { 'repeated', kept[2] }
