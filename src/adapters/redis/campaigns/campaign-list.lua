-- KEYS: all. ARGV: the id before, or ''; how many.
local from = 0
if ARGV[1] ~= '' then
  local place = redis.call('ZREVRANK', KEYS[1], ARGV[1])
  if not place then return {} end
  from = place + 1
end
return redis.call('ZREVRANGE', KEYS[1], from, from + ARGV[2] - 1)
