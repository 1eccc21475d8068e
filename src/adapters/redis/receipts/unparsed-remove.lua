-- KEYS: the lines. ARGV: sealed lines, 1,000 at most. How many of them were there.
return redis.call('ZREM', KEYS[1], unpack(ARGV))
