-- KEYS: record of a number and purpose; sent and compared of the number, whatever the purpose. All under one hash tag.
-- record: hash of `anonymous` (wrong guesses without an id), per session `v:<id>` = "<attempts> <bound> <caller>", and per
-- send `s:<token>` = "<at> <expires> <confirmed> <refunded> <id> <mac>[ <mac>]". Ids, callers, purposes, tokens and MACs come
-- as `=` and their URI form, so that none is empty or holds a blank.
-- sent: "<token> <purpose> <caller>" by instant; compared: "<instant>:<serial>:<codes>:<a or s>" by instant, `a` for a guess
-- without an id; both of the last 24 h.
-- ARGV[1]: the clock. A key outlasts what it holds by MARGIN: Redis ends it by its own clock, which may jump.
local DAY, MARGIN = 86400000, 900000
local function integer(number) return string.format('%.0f', number) end
local function clock() return instant(ARGV[1]) end
local function load()
  local flat = redis.call('HGETALL', KEYS[1])
  if #flat == 0 then return nil end
  local record = { anonymous = 0, expires = 0, sends = {}, sessions = {}, till = {} }
  for i = 1, #flat, 2 do
    local kind, name = string.match(flat[i], '^([sv]):(.*)$')
    if kind == 's' then
      local at, expires, confirmed, refunded, id, macs =
        string.match(flat[i + 1], '^(%d+) (%d+) (%d) (%d) (%S+) (.+)$')
      local send = { token = name, at = tonumber(at), expires = tonumber(expires), confirmed = confirmed,
        refunded = refunded, id = id, macs = macs }
      record.sends[name] = send
      record.expires = math.max(record.expires, send.expires)
      record.till[id] = math.max(record.till[id] or 0, send.expires)
    elseif kind == 'v' then
      local attempts, bound, caller = string.match(flat[i + 1], '^(%d+) (%d) (%S+)$')
      record.sessions[name] = { attempts = tonumber(attempts), bound = bound, caller = caller }
    else
      record.anonymous = tonumber(flat[i + 1])
    end
  end
  return record
end
local function store(send)
  redis.call('HSET', KEYS[1], 's:' .. send.token,
    table.concat({ integer(send.at), integer(send.expires), send.confirmed, send.refunded, send.id, send.macs }, ' '))
end
local function storeSession(id, session)
  redis.call('HSET', KEYS[1], 'v:' .. id, table.concat({ integer(session.attempts), session.bound, session.caller }, ' '))
end
-- A session without a send has ended, and so has a record.
local function drop(record, token)
  local id = record.sends[token].id
  record.sends[token] = nil
  redis.call('HDEL', KEYS[1], 's:' .. token)
  for _, other in pairs(record.sends) do
    if other.id == id then return end
  end
  redis.call('HDEL', KEYS[1], 'v:' .. id)
  if next(record.sends) == nil then redis.call('DEL', KEYS[1]) end
end
local function recentOnly(now)
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', integer(now - DAY))
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', integer(now - DAY))
end
-- What was sent: token, purpose and caller of each, by instant.
local function sentOnes()
  local flat, sent = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES'), {}
  for i = 1, #flat, 2 do
    local token, purpose, caller = string.match(flat[i], '^(%S+) (%S+) (%S+)$')
    sent[#sent + 1] = { member = flat[i], token = token, purpose = purpose, caller = caller, at = tonumber(flat[i + 1]) }
  end
  return sent
end
-- Codes that wrong guesses were compared with: each guess, all of them, and those without an id.
local function comparisons()
  local guesses, total, anonymous = {}, 0, 0
  local flat = redis.call('ZRANGE', KEYS[3], 0, -1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    local codes, kind = string.match(flat[i], ':(%d+):(%a)$')
    guesses[#guesses + 1] = { at = tonumber(flat[i + 1]), codes = tonumber(codes) }
    total = total + tonumber(codes)
    if kind == 'a' then anonymous = anonymous + tonumber(codes) end
  end
  return guesses, total, anonymous
end
