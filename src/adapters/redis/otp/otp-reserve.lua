-- ARGV: clock, token, purpose, mac, newId, askedId or '', caller, bound, validity, attempts, failuresPerDay, sendsPerDay,
-- the number's sends a day, sendsPerWindow, window, cool-downs.
local token, purpose, mac, newId, askedId, caller, bound =
  ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local validity, attempts, failuresPerDay = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local sendsPerDay, numberPerDay = tonumber(ARGV[12]), tonumber(ARGV[13])
local sendsPerWindow, window, FIRST_WAIT = tonumber(ARGV[14]), tonumber(ARGV[15]), 16
local now = clock()
recentOnly(now)
local record = load()
local sent = sentOnes()
local again = false
for _, one in ipairs(sent) do again = again or one.token == token end

local function roomAt(most, size, isCounted)
  local recent = {}
  for _, one in ipairs(sent) do
    if one.at > now - size and isCounted(one) then recent[#recent + 1] = one.at end
  end
  if #recent < most then return 0 end
  return recent[#recent - most + 1] + size
end
local function isOwn(one) return one.purpose == purpose and one.caller == caller end
local function isAny() return true end
local function resendAt()
  local counted, last = 0, 0
  for _, send in pairs(record and record.sends or {}) do
    if send.refunded == '0' then
      counted = counted + 1
      last = math.max(last, send.at)
    end
  end
  if counted == 0 then return 0 end
  return last + tonumber(ARGV[FIRST_WAIT - 1 + math.min(counted, #ARGV - FIRST_WAIT + 1)])
end
local function comparableAt()
  local guesses, left = comparisons()
  local till = 0
  for _, guess in ipairs(guesses) do
    if left < failuresPerDay then break end
    left = left - guess.codes
    till = guess.at + DAY
  end
  return till
end

local why, till = '', now
local function hold(name, at)
  if at > till then why, till = name, at end
end
local session = record and record.sessions[askedId]
hold('failures', comparableAt())
if session and session.attempts >= attempts then hold('attempts', record.till[askedId]) end
if session and session.bound == '1' and session.caller ~= caller then hold('other-verification', record.till[askedId]) end
if not again then
  hold('day', roomAt(sendsPerDay, DAY, isOwn))
  hold('day', roomAt(numberPerDay, DAY, isAny))
  hold('window', roomAt(sendsPerWindow, window, isOwn))
  hold('cool-down', resendAt())
end
if why ~= '' then return { why, integer(till) } end

if not record or record.expires <= now then
  redis.call('DEL', KEYS[1])
  record = { anonymous = 0, expires = 0, sends = {}, sessions = {}, till = {} }
end
local earlier = record.sends[token]
local id = earlier and earlier.id or (askedId ~= '' and askedId or newId)
if not record.sessions[id] or (record.till[id] or 0) <= now then
  record.sessions[id] = { attempts = 0, bound = bound, caller = caller }
  storeSession(id, record.sessions[id])
end
local macs = mac
if earlier then
  local last = string.match(earlier.macs, '(%S+)$')
  macs = string.find(' ' .. earlier.macs .. ' ', ' ' .. mac .. ' ', 1, true) and earlier.macs or last .. ' ' .. mac
end
local send = { token = token, at = again and earlier and earlier.at or now, expires = now + validity, confirmed = '0', refunded = '0',
  id = id, macs = macs }
record.sends[token] = send
store(send)
if not again then
  local member = token .. ' ' .. purpose .. ' ' .. caller
  redis.call('ZADD', KEYS[2], integer(now), member)
  redis.call('PEXPIRE', KEYS[2], DAY + MARGIN)
  sent[#sent + 1] = { member = member, token = token, purpose = purpose, caller = caller, at = now }
end
local cool = resendAt()
local expires = send.expires
for _, other in pairs(record.sends) do expires = math.max(expires, other.expires) end
redis.call('PEXPIRE', KEYS[1], integer(math.max(expires, cool) - now + MARGIN))
local next = math.max(cool, roomAt(sendsPerDay, DAY, isOwn), roomAt(numberPerDay, DAY, isAny),
  roomAt(sendsPerWindow, window, isOwn))
return { 'reserved', id, integer(send.expires), integer(next), again and '1' or '0' }
