-- The frame around every step: one call carries many steps, of one tag on a cluster and of any tags standalone.
-- KEYS: every key that a step of the call touches. ARGV: clock offset, born, TTL of a record and cap of a shard's parked
-- bytes, then for each step its name, the number of its tag's `meta` key, the numbers of its own keys and its arguments.
-- A step answers a word and what belongs to it, in order; `lost` where its shard does not hold our `born`, `error` and its
-- text where it failed by itself.
-- An op has `keys` and `args`, how many of each; `run(key, arg, meta)` with its keys and arguments as tables; `free` where it
-- asks for no `born`.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local born, ttl, cap = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local hour, day = 3600000, 86400000
-- Of what says who we are, and of what waits: far longer than any pause of the service.
local longest = 400 * day
local ops = {}

-- Words are status replies, so that they differ from bytes on the wire.
local function word(text) return { ok = text } end
local function say(text, ...) return { word(text), ... } end

local function lives(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end
