/**
 * The frame around every step: one call carries many steps, of one shard on a cluster and of any shards standalone.
 * KEYS: the `meta` keys of the shards that take part. ARGV: clock offset, born, TTL of a record and cap of a shard's parked
 * bytes, then for each step its name, the number of its shard's key and its arguments. One reply a step, in order: -1 where
 * the shard does not hold our `born`, {-3, error} where the step failed by itself.
 * An op has `arity`, `run(shard, at)` with its first argument in ARGV[at], and `free` where it asks for no `born`.
 */
export const luaFrame = (sections: readonly string[]): string => `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local born, ttl, cap = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local hour, day = 3600000, 86400000
-- Of what says who we are, and of what waits: far longer than any pause of the service.
local longest = 400 * day
local ops = {}

local function lives(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end

${sections.join("\n")}

local shards = {}
local function shardOf(number)
  local known = shards[number]
  if known then return known end
  local meta = KEYS[number]
  local found = redis.call('HMGET', meta, 'born', 'kept')
  local shard = { meta = meta, prefix = string.sub(meta, 1, -5), held = born ~= '' and found[1] == born }
  if shard.held and now - (tonumber(found[2]) or 0) > day then
    redis.call('HSET', meta, 'kept', now)
    redis.call('PEXPIRE', meta, longest)
  end
  shards[number] = shard
  return shard
end

local replies, at = {}, 5
while ARGV[at] do
  local op, shard = ops[ARGV[at]], shardOf(tonumber(ARGV[at + 1]))
  if not (shard.held or op.free) then
    replies[#replies + 1] = -1
  else
    local done, reply = pcall(op.run, shard, at + 2)
    if not done then reply = { -3, type(reply) == 'table' and reply.err or tostring(reply) } end
    replies[#replies + 1] = reply
  end
  at = at + 2 + op.arity
end
return replies
`;
