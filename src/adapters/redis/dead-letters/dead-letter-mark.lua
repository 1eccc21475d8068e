-- KEYS: marks, their order. ARGV: sealed mark, its instant, most kept, TTL, then ids.
for at = 5, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[1])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[at])
end
local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[3])
if over > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], over)
  for at = 1, #oldest, 2 do redis.call('HDEL', KEYS[1], oldest[at]) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 'marked'
