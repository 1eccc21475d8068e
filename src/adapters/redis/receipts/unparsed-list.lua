-- KEYS: the lines. ARGV: clock, the limit, for how long they are kept in ms.
local oldest = string.format('(%.0f', (instant(ARGV[1]) - ARGV[3]) * 1000)
return redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', oldest, 'LIMIT', 0, ARGV[2])
