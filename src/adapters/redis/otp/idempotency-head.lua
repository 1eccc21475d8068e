-- A request by its `Idempotency-Key`: a hash of its body's `digest`, the `answer` once there is one, and the end of both, `till`.
-- The key outlasts that by MARGIN: Redis ends it by its own clock, which may jump. Every ARGV begins with the clock.
local MARGIN = 900000
local now = instant(ARGV[1])
local function isOver()
  local found = redis.call('HMGET', KEYS[1], 'digest', 'till')
  -- Those of earlier versions end with their key.
  return not found[1] or (found[2] and tonumber(found[2]) <= now)
end
local function lives(ms)
  redis.call('HSET', KEYS[1], 'till', string.format('%.0f', now + ms))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ms + MARGIN))
end
