-- The rule of domain/journal/announced-step.ts. KEYS: record. Arguments: end.
-- Every text ends with this step, and the record is never as long as then: its head (an array of 21, version 1, the state) and
-- its last byte, whether its outcome was told, are all that is looked at and all that is written.
ops.announced = { keys = 1, args = 1, run = function(key, arg)
  local told = '\220\0\21\1' .. string.char(ends[arg[1]])
  if redis.call('GETRANGE', key[1], 0, 4) == told then
    redis.call('SETRANGE', key[1], redis.call('STRLEN', key[1]) - 1, '\1')
    return say('noted')
  end
  local record = load(key[1])
  if not record or record[STATE] ~= ends[arg[1]] then return say('stale') end
  record[TOLD] = 1
  save(key[1], record)
  return say('noted')
end }
