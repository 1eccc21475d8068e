-- What waits, per shard: `due:<lane>` orders message ids by when a taker may have them, `parked` holds {lane, due, sealed
-- body}, `taken` the last take-token, `deferred` each message that was parked by its due, so that a lost place or body is
-- seen, and `bytes` of the shard's `meta` counts the bodies. Bounded by the cap on parked bytes, so the keys outlive every
-- pause of the service.
-- KEYS of all ops of the schedule, after a record where there is one: due of otp, transactional, promotional; parked; taken; deferred.
local lanes = { otp = 1, transactional = 2, promotional = 3 }
local PARKED, TAKEN, WAITS = 4, 5, 6

local function waiting(key, id)
  local packed = redis.call('HGET', key[PARKED], id)
  if packed then return cmsgpack.unpack(packed) end
end

local function put(key, meta, id, lane, due, body, most)
  local index, known = key[lanes[lane]], waiting(key, id)
  local bytes = redis.call('EXISTS', key[PARKED]) == 1 and tonumber(redis.call('HGET', meta, 'bytes') or 0) or 0
  bytes = bytes + #body - (known and #known[3] or 0)
  if bytes > most then return false end
  if known and known[1] ~= lane then redis.call('ZREM', key[lanes[known[1]]], id) end
  redis.call('HSET', key[PARKED], id, cmsgpack.pack({ lane, due, body }))
  redis.call('HDEL', key[TAKEN], id)
  redis.call('ZADD', index, due, id)
  redis.call('HSET', meta, 'bytes', bytes)
  lives(index, math.max(due - now, 0) + longest)
  lives(key[PARKED], math.max(due - now, 0) + longest)
  return true
end

-- The rule of domain/journal/park-step.ts. Arguments: id, token, asker, lane, due, body, note.
ops.park = { keys = 7, args = 7, run = function(key, arg, meta)
  local recordKey, due = table.remove(key, 1), tonumber(arg[5])
  local record = load(recordKey)
  if not isHeldBy(record, arg[2], arg[3]) then return say('stale') end
  if record[STATE] == DEFERRED then return say(record[DUE] == due and 'parked' or 'stale') end
  if record[STATE] ~= OPEN then return say('stale') end
  if not put(key, meta, arg[1], arg[4], due, arg[6], cap) then return say('full') end
  redis.call('ZADD', key[WAITS], due, arg[1])
  lives(key[WAITS], math.max(due - now, 0) + longest)
  record[DUE], record[NOTE], record[KEEP] = due, arg[7], math.max(record[KEEP], due)
  enter(record, DEFERRED)
  save(recordKey, record)
  return say('parked')
end }
