-- The rule of domain/journal/receive-step.ts. KEYS: record. Arguments: digest, first answer, note.
ops.receive = { keys = 1, args = 3, run = function(key, arg)
  local digest, answer = arg[1], arg[2]
  local record = load(key[1])
  if record == nil then
    record = fresh()
    record[DIGEST], record[ANSWER], record[NOTE] = digest, answer, arg[3]
    enter(record, RECEIVED)
    save(key[1], record)
    return say('new')
  end
  if not record then return say('published', answer) end
  if record[DIGEST] == '' then
    record[DIGEST], record[ANSWER] = digest, answer
    save(key[1], record)
  end
  if record[DIGEST] ~= digest then return say('conflict') end
  return say(record[STATE] == RECEIVED and 'repeated' or 'published', record[ANSWER])
end }
