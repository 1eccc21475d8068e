import { script } from "../server/script.js";

/**
 * KEYS: record, sent, failed; all of one number and purpose, all under one hash tag.
 * record: hash of id, caller, attempts, and per send `s:<token>` = "<at> <expires> <confirmed> <refunded> <mac>[ <mac>]".
 * sent: tokens by instant; failed: wrong guesses by instant; both of the last 24 h.
 * ARGV[1]: milliseconds added to Redis' own time, or `=` and the instant itself.
 */
const prelude = `
local DAY, MARGIN = 86400000, 60000
local function integer(number) return string.format('%.0f', number) end
local function clock()
  if string.sub(ARGV[1], 1, 1) == '=' then return tonumber(string.sub(ARGV[1], 2)) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
end
local function load()
  local flat = redis.call('HGETALL', KEYS[1])
  if #flat == 0 then return nil end
  local record = { expires = 0, sends = {} }
  for i = 1, #flat, 2 do
    local token = string.match(flat[i], '^s:(.*)$')
    if token then
      local at, expires, confirmed, refunded, macs = string.match(flat[i + 1], '^(%d+) (%d+) (%d) (%d) (.+)$')
      record.sends[token] = { at = tonumber(at), expires = tonumber(expires), confirmed = confirmed, refunded = refunded, macs = macs }
      record.expires = math.max(record.expires, tonumber(expires))
    else
      record[flat[i]] = flat[i + 1]
    end
  end
  record.attempts = tonumber(record.attempts)
  return record
end
local function store(token, send)
  redis.call('HSET', KEYS[1], 's:' .. token,
    table.concat({ integer(send.at), integer(send.expires), send.confirmed, send.refunded, send.macs }, ' '))
end
local function recentOnly(now)
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', integer(now - DAY))
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', integer(now - DAY))
end
`;

/** ARGV: clock, token, mac, newId, askedId or '', caller, validity, attempts, failuresPerDay, sendsPerDay, sendsPerWindow, window, cool-downs. */
export const reserveScript = script(`${prelude}
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
`);

/** ARGV: clock, token, `confirm`, `abort` or `refund`. */
export const endScript = script(`${prelude}
local token, how = ARGV[2], ARGV[3]
local record = load()
local send = record and record.sends[token]
if how == 'confirm' then
  if send then
    send.confirmed = '1'
    store(token, send)
  end
  return 'ok'
end
if send and send.confirmed == '1' then return 'ok' end
redis.call('ZREM', KEYS[2], token)
if not send then return 'ok' end
if how == 'refund' then
  send.refunded = '1'
  store(token, send)
else
  redis.call('HDEL', KEYS[1], 's:' .. token)
  record.sends[token] = nil
  if next(record.sends) == nil then redis.call('DEL', KEYS[1]) end
end
return 'ok'
`);

/** ARGV: clock, verificationId or '', attempts, failuresPerDay, macs of the guess. */
export const verifyScript = script(`${prelude}
local now = clock()
recentOnly(now)
local record = load()
if not record or record.expires <= now then return { 'unknown' } end
if ARGV[2] ~= '' and ARGV[2] ~= record.id then return { 'unknown' } end
local attempts, failuresPerDay = tonumber(ARGV[3]), tonumber(ARGV[4])
local failures = redis.call('ZCARD', KEYS[3])
if record.attempts >= attempts or failures >= failuresPerDay then return { 'spent', record.id } end
-- The attempt is spent before anything is compared.
local failure = integer(now) .. ':' .. failures
redis.call('HINCRBY', KEYS[1], 'attempts', 1)
redis.call('ZADD', KEYS[3], integer(now), failure)
redis.call('PEXPIRE', KEYS[3], DAY + MARGIN)
local right = false
for _, send in pairs(record.sends) do
  for mac in string.gmatch(send.macs, '%S+') do
    for i = 5, #ARGV do
      if send.expires > now and mac == ARGV[i] then right = true end
    end
  end
end
if right then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[3], failure)
  return { 'accepted', record.id, record.caller }
end
return { 'wrong', record.id, math.min(attempts - record.attempts, failuresPerDay - failures) - 1 }
`);
