-- KEYS of all here: record, index of doubts. A message stands in the index by its id.
local function finish(key, id, record, state, outcome, by)
  if record[STATE] == DOUBT then redis.call('ZREM', key[2], id) end
  record[OUTCOME], record[NOTE], record[ENDED], record[TOLD] = outcome, '', by, 0
  enter(record, state)
  save(key[1], record)
  if state == DOUBT then
    redis.call('ZADD', key[2], now, id)
    lives(key[2], record[GONE] - now + hour)
  end
  return say('written')
end

-- The rule of domain/journal/settle-step.ts. Arguments: id, token, asker, end, outcome.
ops.settle = { keys = 2, args = 5, run = function(key, arg)
  local token, ending, record = tonumber(arg[2]), ends[arg[4]], load(key[1])
  if not record or token > record[TOKEN] or token < 1 then return say('stale') end
  local state, holds = record[STATE], isHeldBy(record, token, arg[3])
  if isEnded(state) then
    if holds and record[ENDED] == token and state == ending then return say('written') end
    if ending ~= SENT or record[ENDED] == RESOLVED or state == FAILED then return say('stale') end
    if state == SENT then return say('double') end
  elseif not holds then
    -- An older run's text is proof, unless a newer run is sending: that one tells its own end.
    if ending ~= SENT or state == SENDING then return say('stale') end
  elseif state == DEFERRED and ending ~= SENT then
    return say('stale')
  elseif ending == FAILED and state ~= SENDING and record[SENDS] > 0 then
    return say('refused')
  end
  return finish(key, arg[1], record, ending, arg[5], token)
end }

-- The rule of domain/journal/resolve-step.ts. Arguments: id, end, outcome.
ops.resolve = { keys = 2, args = 3, run = function(key, arg)
  local ending, record = ends[arg[2]], load(key[1])
  if not record then return say('not-in-doubt') end
  if record[ENDED] == RESOLVED and record[STATE] == ending then return say('written') end
  if record[STATE] ~= DOUBT then return say('not-in-doubt') end
  return finish(key, arg[1], record, ending, arg[3], RESOLVED)
end }

