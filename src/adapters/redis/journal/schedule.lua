-- KEYS of all here: those of park.lua. A take-token is its taker's, and no other is ever the same.
local function take(key, id, token)
  redis.call('HSET', key[TAKEN], id, token)
  lives(key[TAKEN], longest)
end

local function isTaken(key, id, token) return redis.call('HGET', key[TAKEN], id) == token end

-- Arguments: id, due, body, take-token.
ops.watch = { keys = 6, args = 4, run = function(key, arg, meta)
  local id, known = arg[1], waiting(key, arg[1])
  put(key, meta, id, 'otp', tonumber(arg[2]), known and known[3] or arg[3], math.huge)
  take(key, id, arg[4])
  return say('watched')
end }

-- Arguments: how many of otp, transactional, promotional.
ops.peek = { keys = 6, args = 3, reads = true, run = function(key, arg)
  -- Most shards have nothing most of the time, and all are asked several times a second.
  if redis.call('EXISTS', key[PARKED]) == 0 then return say('found', {}, {}, {}) end
  local found = {}
  for lane = 1, 3 do
    local most = tonumber(arg[lane])
    found[lane] = most == 0 and {} or redis.call('ZRANGEBYSCORE', key[lane], '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
  end
  return say('found', unpack(found))
end }

-- Taken only as it was seen: another taker moved its score. Arguments: id, lane, score, lease, take-token.
ops.lease = { keys = 6, args = 5, run = function(key, arg)
  local id, index = arg[1], key[lanes[arg[2]]]
  local score = tonumber(redis.call('ZSCORE', index, id) or nil)
  if score ~= tonumber(arg[3]) or score > now then return say('gone') end
  redis.call('ZADD', index, now + tonumber(arg[4]), id)
  take(key, id, arg[5])
  local entry = waiting(key, id) or { arg[2], score, '' }
  return say('leased', entry[2], entry[3])
end }

-- Arguments: id, take-token, lease.
ops.keep = { keys = 6, args = 3, run = function(key, arg)
  local id, entry = arg[1], waiting(key, arg[1])
  if not entry or not isTaken(key, id, arg[2]) then return say('stale') end
  redis.call('ZADD', key[lanes[entry[1]]], 'XX', now + tonumber(arg[3]), id)
  return say('kept')
end }

-- Arguments: id, take-token.
ops.done = { keys = 6, args = 2, run = function(key, arg, meta)
  local id, entry = arg[1], waiting(key, arg[1])
  if not entry or not isTaken(key, id, arg[2]) then return say('stale') end
  redis.call('ZREM', key[lanes[entry[1]]], id)
  redis.call('HDEL', key[PARKED], id)
  redis.call('HDEL', key[TAKEN], id)
  redis.call('ZREM', key[WAITS], id)
  redis.call('HINCRBY', meta, 'bytes', -#entry[3])
  return say('done')
end }

-- Arguments: id, take-token.
ops.giveBack = { keys = 6, args = 2, run = function(key, arg)
  local id, entry = arg[1], waiting(key, arg[1])
  if not entry or not isTaken(key, id, arg[2]) then return say('stale') end
  redis.call('ZADD', key[lanes[entry[1]]], 'XX', entry[2], id)
  redis.call('HDEL', key[TAKEN], id)
  return say('given-back')
end }

-- How many stand at or before a place. Thousands may be due at one instant: those are halved, not walked through.
local function before(index, score, id)
  local low, high = 0, redis.call('ZCARD', index)
  while low < high do
    local middle = math.floor((low + high) / 2)
    local at = redis.call('ZRANGE', index, middle, middle, 'WITHSCORES')
    local found = tonumber(at[2])
    if found < score or (found == score and at[1] <= id) then low = middle + 1 else high = middle end
  end
  return low
end

-- Arguments: score and id to begin behind (no number: at the first), how many of each lane.
ops.list = { keys = 6, args = 3, reads = true, run = function(key, arg)
  if redis.call('EXISTS', key[PARKED]) == 0 then return say('found', {}, {}, {}) end
  local found, score, most = {}, tonumber(arg[1]), tonumber(arg[3])
  for lane = 1, 3 do
    local first = score and before(key[lane], score, arg[2]) or 0
    found[lane] = redis.call('ZRANGE', key[lane], first, first + most - 1, 'WITHSCORES')
  end
  return say('found', unpack(found))
end }

-- Arguments: id.
ops.find = { keys = 6, args = 1, reads = true, run = function(key, arg)
  local entry = waiting(key, arg[1])
  if not entry then return say('none') end
  return say('found', unpack(entry))
end }

ops.counts = { keys = 6, args = 0, reads = true, run = function(key)
  return say('counted', redis.call('ZCARD', key[1]), redis.call('ZCARD', key[2]), redis.call('ZCARD', key[3]))
end }

ops.size = { keys = 6, args = 0, reads = true, run = function(key, _, meta)
  local entries = redis.call('HLEN', key[PARKED])
  return say('counted', entries, entries > 0 and tonumber(redis.call('HGET', meta, 'bytes') or 0) or 0)
end }

-- What is due, from a rank on: a place that was lost is given again, a body that was lost is named. Answers the rank to go on
-- from; 0: nothing more is due. Arguments: rank, how many.
ops.mend = { keys = 6, args = 2, run = function(key, arg)
  local from, most, misplaced, lost = tonumber(arg[1]), tonumber(arg[2]), 0, {}
  local found = redis.call('ZRANGE', key[WAITS], from, from + most - 1, 'WITHSCORES')
  for at = 1, #found, 2 do
    local id, entry = found[at], waiting(key, found[at])
    if tonumber(found[at + 1]) > now then return say('mended', 0, misplaced, lost) end
    if not entry then
      lost[#lost + 1] = id
    elseif not redis.call('ZSCORE', key[lanes[entry[1]]], id) then
      redis.call('ZADD', key[lanes[entry[1]]], entry[2], id)
      lives(key[lanes[entry[1]]], longest)
      misplaced = misplaced + 1
    end
  end
  return say('mended', #found == 2 * most and from + most or 0, misplaced, lost)
end }

-- Arguments: id.
ops.giveUp = { keys = 6, args = 1, run = function(key, arg)
  if waiting(key, arg[1]) then return say('stale') end
  redis.call('ZREM', key[WAITS], arg[1])
  return say('given-up')
end }
