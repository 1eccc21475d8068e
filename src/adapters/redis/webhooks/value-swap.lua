-- KEYS: receivers, or a queue's bodies, and where the value stands. ARGV: id, sealed as it was read, sealed anew. 0 where it changed since.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
if (redis.call('HGET', KEYS[2], ARGV[1]) or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
