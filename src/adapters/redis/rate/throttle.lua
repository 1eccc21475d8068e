-- Token buckets shared by all workers: the rules of domain/rate/token-bucket.ts. A bucket holds what 100 ms bring, one part at
-- least, and begins with one. `factor` is the share of the rate that goes since the gateway throttled; one burst cuts it once.
local cutEvery, raiseEvery, forget = 2000, 10000, 600000

local function holds(rate) return math.max(1, rate / 10) end

local function bucketOf(key)
  local found = redis.call('HMGET', key, 'tokens', 'at', 'factor', 'cut', 'changed')
  -- This server's clock may have been set back since: nothing waits until it is where it was.
  local function past(at) return math.min(tonumber(at) or 0, serverNow) end
  local factor, changed = tonumber(found[3]) or 1, past(found[5])
  if serverNow - changed >= forget then factor = 1 end
  return tonumber(found[1]) or 1, tonumber(found[2]) or serverNow, factor, past(found[4]), changed
end

local function filled(tokens, at, rate)
  return math.min(holds(rate), tokens + math.max(0, serverNow - at) * rate / 1000)
end

local function keep(key, rate, tokens, factor, cut, changed)
  redis.call('HSET', key, 'tokens', string.format('%.9f', tokens), 'at', serverNow, 'factor', string.format('%.9f', factor),
    'cut', cut, 'changed', changed)
  redis.call('PEXPIRE', key, math.ceil((holds(rate * factor) - tokens) * 1000 / (rate * factor)) + hour)
end

-- KEYS: bucket. Arguments: rate, share kept for others, parts of each text as JSON.
ops.throttle = { keys = 1, args = 3, free = true, run = function(key, arg)
  local full, kept, texts = tonumber(arg[1]), tonumber(arg[2]), cjson.decode(arg[3])
  local tokens, at, factor, cut, changed = bucketOf(key[1])
  local rate = full * factor
  local most, taken = holds(rate), 0
  tokens = filled(tokens, at, rate)
  local needed = math.min(texts[1] + kept * most, most)
  if tokens + 0.000001 >= needed then
    tokens, taken = tokens - texts[1], 1
    local left = math.max(1, math.floor(rate / 20)) - texts[1]
    while taken < #texts do
      local parts = texts[taken + 1]
      if parts > left or tokens + 0.000001 < parts + kept * most then break end
      tokens, left, taken = tokens - parts, left - parts, taken + 1
    end
  end
  if taken < #texts and factor < 1 and serverNow - changed >= raiseEvery then
    factor, changed = math.min(1, factor + 0.05), serverNow
  end
  keep(key[1], full, tokens, factor, cut, changed)
  if taken > 0 then return say('go', taken) end
  return say('wait', math.max(1, math.ceil((needed - tokens) * 1000 / rate)))
end }

-- KEYS: bucket. Arguments: rate.
ops.throttleSlow = { keys = 1, args = 1, free = true, run = function(key, arg)
  local rate, tokens, at, factor, cut = tonumber(arg[1]), bucketOf(key[1])
  if serverNow - cut < cutEvery then return say('cut') end
  tokens = filled(tokens, at, rate * factor)
  factor = math.max(math.min(1, 1 / rate), factor * 0.5)
  keep(key[1], rate, math.min(tokens, holds(rate * factor)), factor, serverNow, serverNow)
  return say('slowed', string.format('%.9f', factor))
end }

-- KEYS: bucket.
ops.throttleFactor = { keys = 1, args = 0, free = true, reads = true, run = function(key)
  local _, _, factor = bucketOf(key[1])
  return say('factor', string.format('%.9f', factor))
end }
