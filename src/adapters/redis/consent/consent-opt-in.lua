-- KEYS: a record. ARGV: clock, ms between two; an empty second one gives the claim back. Answers from when on,
-- where it may not yet.
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], 'opted-in')
  return { 'released' }
end
local last = tonumber(redis.call('HGET', KEYS[1], 'opted-in') or '')
local wait = tonumber(ARGV[2])
if last and now < last + wait then return { 'wait', string.format('%.0f', last + wait) } end
redis.call('HSET', KEYS[1], 'opted-in', string.format('%.0f', now))
redis.call('PERSIST', KEYS[1])
return { 'claimed' }
