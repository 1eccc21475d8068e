import { script } from "../server/script.js";

/**
 * A number's record is one hash. `<class>/<lane>` points to the entry that decides ("at id source state"),
 * `<class>#<id>` holds an entry (that line, then by, hash and the sealed evidence, each on its own line),
 * `reply/<kind>` the last reply, `opted-in` the last OptInPhoneNumber. Every ARGV begins with milliseconds added to
 * the server's clock.
 */
const clock = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
`;

/**
 * KEYS: for each number its record, its shard's index and its shard's list of those that AWS lists. ARGV: clock, entries kept
 * per class, whether records are asked for (1), then for each number its hash, how many entries, and for each class, lane, at, id, line and rest.
 * Answers each record, whole.
 */
export const mergeScript = script(`
local keep = tonumber(ARGV[2])
local function newer(at, id, than)
  if not than then return true end
  local otherAt, otherId = string.match(than, '^(%d+) (%S+)')
  otherAt = tonumber(otherAt)
  return at > otherAt or (at == otherAt and id > otherId)
end
local function prune(key, class)
  if redis.call('HLEN', key) <= keep then return end
  local flat = redis.call('HGETALL', key)
  local found, decisive = {}, {}
  local prefix = class .. '#'
  for i = 1, #flat, 2 do
    if string.sub(flat[i], 1, #prefix) == prefix then
      local at, id = string.match(flat[i + 1], '^(%d+) (%S+)')
      found[#found + 1] = { at = tonumber(at), id = id, field = flat[i] }
    elseif string.sub(flat[i], 1, #class + 1) == class .. '/' then
      decisive[string.match(flat[i + 1], '^%d+ (%S+)')] = true
    end
  end
  if #found <= keep then return end
  table.sort(found, function(a, b) return a.at > b.at or (a.at == b.at and a.id > b.id) end)
  for i = keep + 1, #found do
    if not decisive[found[i].id] then redis.call('HDEL', key, found[i].field) end
  end
end
local function at(key, lane)
  local pointer = redis.call('HGET', key, 'all/' .. lane)
  return pointer and tonumber(string.match(pointer, '^%d+')) or -1
end
local replies, next = {}, 4
for i = 1, #KEYS, 3 do
  local key, index, listed = KEYS[i], KEYS[i + 1], KEYS[i + 2]
  local who, count = ARGV[next], tonumber(ARGV[next + 1])
  next = next + 2
  local touched = {}
  for _ = 1, count do
    local class, lane, instant, id, line, rest = unpack(ARGV, next, next + 5)
    next = next + 6
    local field = class .. '#' .. id
    local known = redis.call('HGET', key, field)
    if not known then
      redis.call('HSET', key, field, line .. '\\n' .. rest)
      if newer(tonumber(instant), id, redis.call('HGET', key, class .. '/' .. lane)) then
        redis.call('HSET', key, class .. '/' .. lane, line)
      end
      touched[class] = true
    elseif string.sub(rest, -1) == '\\n' then
      redis.call('HSET', key, field, (string.gsub(known, '[^\\n]*$', '')))
    end
  end
  for class in pairs(touched) do prune(key, class) end
  if redis.call('EXISTS', key) == 1 then
    redis.call('PERSIST', key)
    redis.call('ZADD', index, 0, who)
  end
  if touched.all then
    local out = at(key, 'aws-out')
    if out >= 0 and out >= at(key, 'in') and out >= at(key, 'aws-in') then
      redis.call('ZADD', listed, 'NX', 0, who)
    else
      redis.call('ZREM', listed, who)
    end
  end
  if ARGV[3] == '1' then replies[#replies + 1] = redis.call('HGETALL', key) end
end
return replies
`);

/** KEYS: for each number its record and its shard's meta. ARGV: clock, replyMs, then for each its class and message id. */
export const askScript = script(`${clock}
local fresh = tonumber(ARGV[2])
local replies = {}
for i = 1, #KEYS, 2 do
  local class, id = ARGV[i + 2], ARGV[i + 3]
  local found = redis.call('HMGET', KEYS[i],
    class .. '/out', class .. '/in', class .. '/aws-out', class .. '/aws-in',
    'all/out', 'all/in', 'all/aws-out', 'all/aws-in', 'reply/opt-out', 'reply/opt-in', 'reply/help')
  local permitted = 0
  for j = 9, 11 do
    local at, of = string.match(found[j] or '', '^(%d+) (%S+)')
    if of and of == id and now - tonumber(at) < fresh then permitted = 1 end
  end
  local pointers = {}
  for j = 1, 8 do pointers[j] = found[j] or '' end
  replies[#replies + 1] = { redis.call('HEXISTS', KEYS[i + 1], 'rebuilt'), permitted, pointers }
end
return replies
`);

/** KEYS: for each number its record and its shard's meta. Answers whether the shard is whole, and the record. */
export const readScript = script(`
local replies = {}
for i = 1, #KEYS, 2 do
  replies[#replies + 1] = { redis.call('HEXISTS', KEYS[i + 1], 'rebuilt'), redis.call('HGETALL', KEYS[i]) }
end
return replies
`);

/** KEYS: an index. ARGV: the last one of the page before, how many. */
export const pageScript = script(`
local from = ARGV[1] == '' and '-' or '(' .. ARGV[1]
return redis.call('ZRANGEBYLEX', KEYS[1], from, '+', 'LIMIT', 0, ARGV[2])
`);

/** KEYS: a record. ARGV: clock, kind, message id, ms until the next one. */
export const permitScript = script(`${clock}
local field = 'reply/' .. ARGV[2]
local at, id = string.match(redis.call('HGET', KEYS[1], field) or '', '^(%d+) (%S+)')
if id == ARGV[3] then return 1 end
if at and now - tonumber(at) < tonumber(ARGV[4]) then return 0 end
local known = redis.call('EXISTS', KEYS[1]) == 1 and redis.call('PTTL', KEYS[1]) == -1
redis.call('HSET', KEYS[1], field, string.format('%.0f', now) .. ' ' .. ARGV[3])
-- Of a number that never chose anything nothing else is kept.
if not known then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return 1
`);

/** KEYS: a record. ARGV: clock, ms between two; an empty second one gives the claim back. Answers 0, or from when on. */
export const optInScript = script(`${clock}
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], 'opted-in')
  return '0'
end
local last = tonumber(redis.call('HGET', KEYS[1], 'opted-in') or '')
local wait = tonumber(ARGV[2])
if last and now < last + wait then return string.format('%.0f', last + wait) end
redis.call('HSET', KEYS[1], 'opted-in', string.format('%.0f', now))
redis.call('PERSIST', KEYS[1])
return '0'
`);

/** KEYS: a shard's list. ARGV: generation, then hashes. Only those that are in it already. */
export const seenScript = script(`
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'XX', 'GT', ARGV[1], ARGV[i]) end
return 0
`);

/** KEYS: a shard's list. ARGV: generation. Those whose last generation is an earlier one. */
export const unseenScript = script(`return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1])`);

/** KEYS: a shard's meta. ARGV: nothing: answers its position; '': forgets it; else: sets it. */
export const positionScript = script(`
if not ARGV[1] then return redis.call('HGET', KEYS[1], 'rebuilt') or '' end
if ARGV[1] == '' then redis.call('DEL', KEYS[1]) else redis.call('HSET', KEYS[1], 'rebuilt', ARGV[1]) end
return ''
`);
