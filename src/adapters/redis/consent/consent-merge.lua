-- KEYS: for each number its record, its shard's index and its shard's list of those that AWS lists. ARGV: clock,
-- entries kept per class, whether records are asked for (1), then for each number its hash, how many entries, and for
-- each class, lane, at, id, line and rest. Answers each record, whole.
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
      local at, id, state = string.match(flat[i + 1], '^(%d+) (%S+) %S+ (%S+)')
      found[#found + 1] = { at = tonumber(at), id = id, state = state, field = flat[i] }
    elseif string.sub(flat[i], 1, #class + 1) == class .. '/' then
      decisive[string.match(flat[i + 1], '^%d+ (%S+)')] = true
    end
  end
  if #found <= keep then return end
  table.sort(found, function(a, b) return a.at > b.at or (a.at == b.at and a.id > b.id) end)
  local proved = false
  for i = 1, #found do
    local proves = found[i].state == 'consented' and not proved
    proved = proved or proves
    if i > keep and not proves and not decisive[found[i].id] then redis.call('HDEL', key, found[i].field) end
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
  local touched, existed = {}, redis.call('EXISTS', key) == 1
  local exists = existed
  for _ = 1, count do
    local class, lane, instant, id, line, rest = unpack(ARGV, next, next + 5)
    next = next + 6
    local field = class .. '#' .. id
    local pointer = class .. '/' .. lane
    -- A record that is new holds nothing to compare with: most of a replay into an emptied ledger.
    local known = exists and redis.call('HGET', key, field)
    if not known then
      if newer(tonumber(instant), id, exists and redis.call('HGET', key, pointer)) then
        redis.call('HSET', key, field, line .. '\n' .. rest, pointer, line)
      else
        redis.call('HSET', key, field, line .. '\n' .. rest)
      end
      touched[class], exists = true, true
    elseif string.sub(rest, -1) == '\n' then
      redis.call('HSET', key, field, (string.gsub(known, '[^\n]*$', '')))
    end
  end
  if existed or count > keep then
    for class in pairs(touched) do prune(key, class) end
  end
  if existed then redis.call('PERSIST', key) end
  if exists then redis.call('ZADD', index, 0, who) end
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
