-- KEYS: record, sent, failed; all of one number and purpose, all under one hash tag.
-- record: hash of id, caller, attempts, and per send `s:<token>` = "<at> <expires> <confirmed> <refunded> <mac>[ <mac>]".
-- sent: tokens by instant; failed: wrong guesses by instant; both of the last 24 h.
-- ARGV[1]: milliseconds added to Redis' own time, or `=` and the instant itself.
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
