-- KEYS: the lines, in the order in which they came: a thousandth of a ms apart where they came in one. ARGV: clock, sealed
-- line, how many are kept, for how long in ms.
local now, ms = instant(ARGV[1]), tonumber(ARGV[4])
local newest = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
redis.call('ZADD', KEYS[1], string.format('%.0f', math.max(now * 1000, tonumber(newest or 0) + 1)), ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', (now - ms) * 1000))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[3]) - 1)
redis.call('PEXPIRE', KEYS[1], ms)
return 'kept'
