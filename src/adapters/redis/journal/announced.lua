-- The rule of domain/journal/announced-step.ts. KEYS: record. Arguments: end.
ops.announced = { keys = 1, args = 1, run = function(key, arg)
  local record = load(key[1])
  if not record or record[STATE] ~= ends[arg[1]] then return say('stale') end
  if record[TOLD] == 0 then
    record[TOLD] = 1
    save(key[1], record)
  end
  return say('noted')
end }
