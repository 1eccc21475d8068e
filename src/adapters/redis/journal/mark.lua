-- The rule of domain/journal/mark-step.ts. KEYS: record. Arguments: token, attempt, asker, lease.
-- No token: that of the claim in the same call.
ops.mark = { keys = 1, args = 4, run = function(key, arg)
  local attempt, record = tonumber(arg[2]), load(key[1])
  local token = arg[1] == '' and claims[key[1]] or arg[1]
  if not isHeldBy(record, token, arg[3]) then return say('stale') end
  if record[STATE] == OPEN and attempt > record[ATTEMPTS] and record[SENDS] < 2 then
    record[SENDS], record[ATTEMPTS] = record[SENDS] + 1, attempt
    enter(record, SENDING)
  elseif record[STATE] ~= SENDING or attempt ~= record[ATTEMPTS] then
    return say('stale')
  end
  record[LEASE] = now + tonumber(arg[4])
  save(key[1], record)
  return say('ok')
end }
