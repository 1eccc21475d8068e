-- KEYS: one hash per scope, all under one tag, so that a text is counted on all of them at once; fields `s<step>` and
-- `v<step>`, 60 steps a window. ARGV: clock, field letter, then change and window per key. Answers sums from before.
-- A change of -1 is taken from the oldest step that has one: taken from a later one, it would outlive what it takes back.
local STEPS = 60
local now = instant(ARGV[1])
local answer = {}
for i, key in ipairs(KEYS) do
  local change, window = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  local step = math.floor(now / (window / STEPS))
  local sums, oldest = { s = 0, v = 0 }, nil
  local flat = redis.call('HGETALL', key)
  for j = 1, #flat, 2 do
    local letter, at = string.sub(flat[j], 1, 1), tonumber(string.sub(flat[j], 2))
    if at <= step - STEPS then
      redis.call('HDEL', key, flat[j])
    else
      sums[letter] = sums[letter] + tonumber(flat[j + 1])
      if letter == ARGV[2] and tonumber(flat[j + 1]) > 0 and (not oldest or at < oldest) then oldest = at end
    end
  end
  if change > 0 or oldest then
    redis.call('HINCRBY', key, ARGV[2] .. string.format('%.0f', change > 0 and step or oldest), change)
    redis.call('PEXPIRE', key, string.format('%.0f', window + 900000))
  end
  answer[#answer + 1] = sums.s
  answer[#answer + 1] = sums.v
end
return answer
