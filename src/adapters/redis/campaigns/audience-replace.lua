-- KEYS: chunks. ARGV: chunk, sealed rows as they were read, sealed rows. What is kept keeps its time.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if not known then return 'gone' end
if known ~= ARGV[2] then return 'changed' end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 'replaced'
