-- The rule of domain/journal/again-step.ts. KEYS: record. Arguments: token, attempt, asker.
ops.again = { keys = 1, args = 3, run = function(key, arg)
  local record = load(key[1])
  if not isLatest(record, arg) then return say('stale') end
  local state = record[STATE]
  if state == OPEN then return say('again') end
  if state == DOUBTING then return say('in-doubt') end
  if state ~= SENDING then return say('stale') end
  local resend = record[RESEND] == 1 and record[SENDS] < 2
  enter(record, resend and OPEN or DOUBTING)
  save(key[1], record)
  return say(resend and 'again' or 'in-doubt')
end }
