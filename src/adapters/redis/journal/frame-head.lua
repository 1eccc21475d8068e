-- The frame around every step: one call carries many steps, of one tag on a cluster and of any tags standalone.
-- KEYS: every key that a step of the call touches, `meta` of each tag first. ARGV: the corrected clock (empty: the server's
-- own), an offset of both (0 but in tests), born, TTL of a record, cap of a shard's parked bytes, `one` where one server holds
-- all tags, how many tags there are and for each the highest sequence that its caller knows; then for each step its name, the
-- number of its tag, the numbers of its own keys and its arguments. `only` and a word before a step: it runs only where the
-- step before it answered that word.
-- It answers the sequence of each tag (0 where it was not counted), then for each step a word and what belongs to
-- it: `lost` where its shard does not hold our `born`, or went back behind what was seen of it; `error` and its text where
-- it failed by itself; `skipped` where it did not run.
-- One server loses what it holds as a whole: there the first tag stands for all, and a call is counted once. Steps that read look
-- at their own tag too: the schedule's, which come to every shard, find one that alone is gone, and keep the others alive.
-- An op has `keys` and `args`, how many of each; `run(key, arg, meta)` with its keys and arguments as tables; `free` where it
-- asks for no `born`; `reads` where it changes nothing.
local time = redis.call('TIME')
local serverNow = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2])
local now = ARGV[1] == '' and serverNow or tonumber(ARGV[1]) + tonumber(ARGV[2])
local born, ttl, cap = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local hour, day = 3600000, 86400000
-- Of what says who we are, and of what waits: far longer than any pause of the service.
local longest = 400 * day
-- The ops of a room are made when a step asks for one: to make them all takes longer than most steps. Those of a text's way
-- come first.
local ops, rooms = {}, {}
-- Runs once the last step of the call is done.
local atEnd = {}
-- True in a chain whose text was marked before, and whose answer was lost: nothing that came since holds the text back.
local wasMarked = false

-- Words are status replies, so that they differ from bytes on the wire.
local function word(text) return { ok = text } end
local function say(text, ...) return { word(text), ... } end

local function lives(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end

-- Many steps of one call are given the same words, which are read once; nobody may change what comes of them.
local known = {}
local function fromJson(text)
  if not known[text] then known[text] = cjson.decode(text) end
  return known[text]
end
