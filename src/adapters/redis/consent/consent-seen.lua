-- KEYS: a shard's list. ARGV: generation, then hashes. Only those that are in it already.
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'XX', 'GT', ARGV[1], ARGV[i]) end
return 'seen'
