-- What waits, per shard: `due` orders message ids by when a taker may have them, `parked` holds {due, sealed body}, and
-- `bytes` of the shard's `meta` counts them. Bounded by the cap on parked bytes, so the keys outlive every pause of the service.
local function waiting(bodies, id)
  local packed = redis.call('HGET', bodies, id)
  if packed then return cmsgpack.unpack(packed) end
end

local function put(meta, index, bodies, id, due, body, most)
  local known = waiting(bodies, id)
  local bytes = redis.call('EXISTS', index) == 1 and tonumber(redis.call('HGET', meta, 'bytes') or 0) or 0
  bytes = bytes + #body - (known and #known[2] or 0)
  if bytes > most then return false end
  redis.call('HSET', bodies, id, cmsgpack.pack({ due, body }))
  redis.call('ZADD', index, due, id)
  redis.call('HSET', meta, 'bytes', bytes)
  lives(index, math.max(due - now, 0) + longest)
  lives(bodies, math.max(due - now, 0) + longest)
  return true
end

-- The rule of domain/journal/park-step.ts. KEYS: record, due, parked. Arguments: id, token, due, body, note.
ops.park = { keys = 3, args = 5, run = function(key, arg, meta)
  local due, record = tonumber(arg[3]), load(key[1])
  if not record or record[TOKEN] ~= tonumber(arg[2]) then return say('stale') end
  if record[STATE] == DEFERRED then return say(record[DUE] == due and 'parked' or 'stale') end
  if record[STATE] ~= OPEN then return say('stale') end
  if not put(meta, key[2], key[3], arg[1], due, arg[4], cap) then return say('full') end
  record[DUE], record[NOTE], record[KEEP] = due, arg[5], math.max(record[KEEP], due)
  enter(record, DEFERRED)
  save(key[1], record)
  return say('parked')
end }
