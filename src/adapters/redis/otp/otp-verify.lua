-- ARGV: clock, verificationId or '', caller, any caller (1 or 0), attempts, failuresPerDay, of them without an id, macs of
-- the guess.
local askedId, caller, anyCaller, FIRST_MAC = ARGV[2], ARGV[3], ARGV[4] == '1', 8
local attempts, failuresPerDay, anonymousPerDay = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local now = clock()
recentOnly(now)
local record = load()
if not record or record.expires <= now then return { 'unknown' } end

local sends, codes = {}, 0
for _, send in pairs(record.sends) do
  local session = record.sessions[send.id]
  local own = anyCaller or (session and (session.bound == '0' or session.caller == caller))
  if send.expires > now and own and (askedId == '' or askedId == send.id) then
    sends[#sends + 1] = send
    for _ in string.gmatch(send.macs, '%S+') do codes = codes + 1 end
  end
end
if #sends == 0 then return { 'unknown' } end
table.sort(sends, function(a, b)
  if a.at ~= b.at then return a.at < b.at end
  return a.token < b.token
end)
local newest = sends[#sends].id

local guesses, total, anonymous = comparisons()
local isAnonymous = askedId == ''
local session = record.sessions[askedId]
local spent = isAnonymous and record.anonymous or session and session.attempts or 0
local function leftAfter(more)
  local left = math.min(attempts - spent - more, math.floor((failuresPerDay - total - more * codes) / codes))
  if isAnonymous then left = math.min(left, math.floor((anonymousPerDay - anonymous - more * codes) / codes)) end
  return math.max(0, left)
end
if leftAfter(0) == 0 then return { 'spent', newest } end

-- The attempt is spent before anything is compared.
local guess = integer(now) .. ':' .. #guesses .. ':' .. codes .. ':' .. (isAnonymous and 'a' or 's')
redis.call('ZADD', KEYS[3], integer(now), guess)
redis.call('PEXPIRE', KEYS[3], DAY + MARGIN)
if isAnonymous then
  redis.call('HINCRBY', KEYS[1], 'anonymous', 1)
else
  session.attempts = session.attempts + 1
  storeSession(askedId, session)
end
local right
for _, send in ipairs(sends) do
  for mac in string.gmatch(send.macs, '%S+') do
    for i = FIRST_MAC, #ARGV do
      if mac == ARGV[i] then right = right or send end
    end
  end
end
if not right then return { 'wrong', newest, leftAfter(1) } end

redis.call('ZREM', KEYS[3], guess)
if isAnonymous then redis.call('HINCRBY', KEYS[1], 'anonymous', -1) end
local asker = record.sessions[right.id].caller
for token, send in pairs(record.sends) do
  if send.id == right.id then drop(record, token) end
end
return { 'accepted', right.id, asker }
