-- KEYS: a record. ARGV: clock, 'claim', 'keep' or 'release', ms between two, ms that a claim holds. Answers from when on,
-- where it may not yet.
if ARGV[2] == 'release' then
  redis.call('HDEL', KEYS[1], 'opted-in')
  return { 'released' }
end
local last = tonumber(redis.call('HGET', KEYS[1], 'opted-in') or '')
local wait = tonumber(ARGV[3])
local at = now
if ARGV[2] == 'claim' then
  if last and now < last + wait then return { 'wait', string.format('%.0f', last + wait) } end
  at = now - wait + tonumber(ARGV[4])
end
redis.call('HSET', KEYS[1], 'opted-in', string.format('%.0f', at))
redis.call('PERSIST', KEYS[1])
return { 'claimed' }
