-- ARGV: clock, token, mac, newId, askedId or '', caller, validity, attempts, failuresPerDay, sendsPerDay, sendsPerWindow, window, cool-downs.
local token, mac, newId, askedId, caller = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local validity, attempts, failuresPerDay = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local sendsPerDay, sendsPerWindow, window = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local now = clock()
recentOnly(now)
local record = load()
local again = redis.call('ZSCORE', KEYS[2], token)

local function roomAt(key, most, size)
  local recent = redis.call('ZCOUNT', key, '(' .. integer(now - size), '+inf')
  if recent < most then return 0 end
  local at = redis.call('ZCARD', key) - most
  return tonumber(redis.call('ZRANGE', key, at, at, 'WITHSCORES')[2]) + size
end
local function resendAt()
  local counted, last = 0, 0
  for _, send in pairs(record and record.sends or {}) do
    if send.refunded == '0' then
      counted = counted + 1
      last = math.max(last, send.at)
    end
  end
  if counted == 0 then return 0 end
  return last + tonumber(ARGV[12 + math.min(counted, #ARGV - 12)])
end

local why, till = '', now
local function hold(name, at)
  if at > till then why, till = name, at end
end
hold('failures', roomAt(KEYS[3], failuresPerDay, DAY))
if record and record.attempts >= attempts then hold('attempts', record.expires) end
if askedId ~= '' and record and askedId ~= record.id then hold('other-verification', record.expires) end
if not again then
  hold('day', roomAt(KEYS[2], sendsPerDay, DAY))
  hold('window', roomAt(KEYS[2], sendsPerWindow, window))
  hold('cool-down', resendAt())
end
if why ~= '' then return { why, integer(till) } end

if not record or record.expires <= now then
  redis.call('DEL', KEYS[1])
  record = { id = askedId ~= '' and askedId or newId, attempts = 0, expires = 0, sends = {} }
  redis.call('HSET', KEYS[1], 'id', record.id, 'attempts', 0)
end
redis.call('HSET', KEYS[1], 'caller', caller)
local earlier = record.sends[token]
local macs = mac
if earlier then
  local last = string.match(earlier.macs, '(%S+)$')
  macs = string.find(' ' .. earlier.macs .. ' ', ' ' .. mac .. ' ', 1, true) and earlier.macs or last .. ' ' .. mac
end
local send = { at = earlier and earlier.at or now, expires = now + validity, confirmed = '0', refunded = '0', macs = macs }
record.sends[token] = send
store(token, send)
redis.call('ZADD', KEYS[2], 'NX', integer(now), token)
redis.call('PEXPIRE', KEYS[2], DAY + MARGIN)
local cool = resendAt()
local expires = send.expires
for _, other in pairs(record.sends) do expires = math.max(expires, other.expires) end
redis.call('PEXPIRE', KEYS[1], integer(math.max(expires, cool) - now + MARGIN))
local next = math.max(cool, roomAt(KEYS[2], sendsPerDay, DAY), roomAt(KEYS[2], sendsPerWindow, window))
return { 'reserved', record.id, integer(send.expires), integer(next) }
