-- One record per message: a MessagePack array in a string of its own. Every step decides from the instants in it; the key's
-- expiry only cleans up, an hour after the record counts as gone. The fields are those of domain/journal/journal-record.ts.
local RECEIVED, OPEN, SENDING, DEFERRED, SENT, FAILED, DOUBT, DOUBTING = 1, 2, 3, 4, 5, 6, 7, 8
local VERSION, STATE, TOKEN, SOURCE, LEASE, RESEND, SENDS, ATTEMPTS, KEEP, GONE, DUE, ENDED =
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
local DIGEST, ANSWER, NOTE, OUTCOME, TIMELINE, ASKER, ASKED, PAYLOAD, TOLD = 13, 14, 15, 16, 17, 18, 19, 20, 21
local RESOLVED = -1

-- Doubting is shown as sending, but nothing may be sent any more: it waits to be settled as in doubt.
local words = { 'received', 'open', 'sending', 'deferred', 'sent', 'failed', 'in-doubt', 'sending' }
local ends = { sent = SENT, failed = FAILED, ['in-doubt'] = DOUBT }

local function fresh()
  return { 1, RECEIVED, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', {}, '', 0, '', 0 }
end

-- nil: never heard of, or forgotten. false: there, but written by a version that this one cannot read.
local function load(key)
  local packed = redis.call('GET', key)
  if not packed then return nil end
  local read, record = pcall(cmsgpack.unpack, packed)
  if not read or type(record) ~= 'table' or record[VERSION] ~= 1 then return false end
  if now > record[GONE] then return nil end
  -- Records of earlier versions end before these.
  record[PAYLOAD], record[TOLD] = record[PAYLOAD] or '', record[TOLD] or 0
  return record
end

-- A record is kept from its end: what was told of it prolongs nothing.
local function save(key, record)
  local gone = record[TOLD] == 1 and record[GONE] or math.max(now, record[KEEP]) + ttl
  record[GONE] = gone
  redis.call('SET', key, cmsgpack.pack(record), 'PX', gone - now + hour)
end

-- A timeline keeps its beginning (8) and its latest entries, 32 in all; state and instant alternate.
local function enter(record, state)
  record[STATE] = state
  local shown, line = state == DOUBTING and SENDING or state, record[TIMELINE]
  if line[#line - 1] == shown then return end
  if #line >= 64 then
    table.remove(line, 17)
    table.remove(line, 17)
  end
  line[#line + 1] = shown
  line[#line + 1] = now
end

local function isEnded(state) return state == SENT or state == FAILED or state == DOUBT end

local function isHeldBy(record, token, asker)
  return record and record[TOKEN] == tonumber(token) and record[ASKER] == asker
end

-- Arguments begin: token, attempt, asker.
local function isLatest(record, arg)
  return isHeldBy(record, arg[1], arg[3]) and record[ATTEMPTS] == tonumber(arg[2])
end

-- KEYS: record.
ops.read = { keys = 1, args = 0, reads = true, run = function(key)
  local record = load(key[1])
  if not record then return say('none') end
  local line = {}
  for i = 1, #record[TIMELINE], 2 do
    line[i], line[i + 1] = word(words[record[TIMELINE][i]]), record[TIMELINE][i + 1]
  end
  return say(words[record[STATE]], record[ATTEMPTS], record[SENDS], record[OUTCOME], record[NOTE], line)
end }
