-- The rule of domain/journal/erase-step.ts. KEYS: record. An outcome that is empty cannot be opened, so nothing is told again.
ops.erase = { keys = 1, args = 0, run = function(key)
  local record = load(key[1])
  if not record or (record[STATE] ~= SENT and record[STATE] ~= FAILED) then return say('kept') end
  record[OUTCOME], record[NOTE], record[ANSWER] = '', '', ''
  save(key[1], record)
  return say('erased')
end }
