-- KEYS: chunks. ARGV: chunk, sealed rows. What is kept keeps its time.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 'gone' end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 'replaced'
