-- KEYS: kept audiences with their ends. ARGV: ms, id, 'later' where an end that is later stays. An end that is a minute late
-- does no harm, an early one would.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = now + ARGV[1] + 60000
if ARGV[3] == 'later' then
  redis.call('ZADD', KEYS[1], 'GT', ends, ARGV[2])
else
  redis.call('ZADD', KEYS[1], ends, ARGV[2])
end
return 'named'
