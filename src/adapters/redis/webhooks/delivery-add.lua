-- KEYS: order, bodies, receivers. ARGV: id, due, sealed, most, TTL, the receiver's id.
if redis.call('HEXISTS', KEYS[3], ARGV[6]) == 0 then return 'kept' end
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return 'full' end
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return 'kept'
