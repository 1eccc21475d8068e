-- ARGV: clock, verificationId or '', attempts, failuresPerDay, macs of the guess.
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
