-- KEYS: the key. ARGV: clock, answer, ms.
if isOver() then return 'gone' end
redis.call('HSET', KEYS[1], 'answer', ARGV[2])
lives(tonumber(ARGV[3]))
return 'ok'
