-- KEYS: order, bodies. ARGV: now, limit, end of the lease. Ids and bodies, one after the other.
local taken = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  local body = redis.call('HGET', KEYS[2], id)
  if body then
    redis.call('ZADD', KEYS[1], ARGV[3], id)
    taken[#taken + 1] = id
    taken[#taken + 1] = body
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return taken
