-- The rule of domain/journal/unmark-step.ts. KEYS: record. Arguments: token, attempt, asker.
ops.unmark = { keys = 1, args = 3, run = function(key, arg)
  local record = load(key[1])
  if not isLatest(record, arg) then return say('stale') end
  if record[STATE] == OPEN then return say('ok') end
  if record[STATE] ~= SENDING then return say('stale') end
  record[SENDS] = record[SENDS] - 1
  enter(record, OPEN)
  save(key[1], record)
  return say('ok')
end }
