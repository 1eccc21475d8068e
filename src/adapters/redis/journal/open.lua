-- Tokens of this call's claims, by their records.
local claims = {}

-- The rule of domain/journal/open-step.ts. KEYS: record.
-- Arguments: source, resend-once or never-resend, lease, keep until, asker, number of its request, digest of the payload, a
-- process that died. `first` is a go of a message of which no send ever began.
ops.open = { keys = 1, args = 8, run = function(key, arg)
  local source, resend, asker, asked = arg[1], arg[2] == 'resend-once', arg[5], tonumber(arg[6])
  local record = load(key[1])
  if record == false then return say('unreadable') end
  record = record or fresh()
  local state, sends = record[STATE], record[SENDS]
  local payload = record[PAYLOAD]
  -- The schedule holds what the record's own event asked for.
  if payload ~= '' and arg[7] ~= '' and payload ~= arg[7] and source ~= 'due' then return say('conflict') end
  if isEnded(state) then
    local told = 'no'
    if record[SOURCE] == source and record[TOLD] == 1 then told = 'yes'
    elseif record[SOURCE] == source and record[ASKER] ~= asker and record[ASKER] ~= arg[8] then told = 'perhaps' end
    return say('settled', word(words[state]), record[OUTCOME], word(told))
  end
  -- The same request again, as after a lost answer: the text was marked in the same call.
  if record[ASKER] == asker and asked == record[ASKED] and state == SENDING then
    claims[key[1]], wasMarked = record[TOKEN], true
    local attempts = record[ATTEMPTS] - 1
    return say(attempts == 0 and 'first' or 'go', record[TOKEN], sends - 1, attempts)
  end
  -- A request that comes late, after a younger one of the same process, must not take the message from it.
  if record[ASKER] == asker and asked <= record[ASKED] then return say('busy', 1, asker) end
  if state == DEFERRED and source ~= 'due' then return say('parked') end
  local left = arg[8] ~= '' and record[ASKER] == arg[8] and 0 or record[LEASE] - now
  local held = state == SENDING or ((state == OPEN or state == DOUBTING) and record[SOURCE] ~= source)
  if held and left > 0 then return say('busy', left, record[ASKER]) end
  local go = state ~= DOUBTING and (sends == 0 or (resend and sends < 2))
  record[TOKEN], record[SOURCE], record[RESEND] = record[TOKEN] + 1, source, resend and 1 or 0
  record[LEASE], record[KEEP] = now + tonumber(arg[3]), math.max(record[KEEP], tonumber(arg[4]))
  record[ASKER], record[ASKED] = asker, asked
  if payload == '' then record[PAYLOAD] = arg[7] end
  enter(record, go and OPEN or DOUBTING)
  save(key[1], record)
  claims[key[1]] = record[TOKEN]
  if go then return say(record[ATTEMPTS] == 0 and 'first' or 'go', record[TOKEN], sends, record[ATTEMPTS]) end
  return say('in-doubt', record[TOKEN], record[ATTEMPTS])
end }
