/** KEYS: the reader {owner, until, token}. ARGV: clock offset, owner, lease in ms. The token, or 0 while another reads. */
export const luaLease = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local reader = redis.call('HMGET', KEYS[1], 'owner', 'until', 'token')
local token = tonumber(reader[3]) or 0
if reader[1] ~= ARGV[2] then
  if (tonumber(reader[2]) or 0) > now then return 0 end
  token = token + 1
end
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'until', string.format('%.0f', now + ARGV[3]), 'token', token)
redis.call('PEXPIRE', KEYS[1], 400 * 86400000)
return token
`;

/** KEYS: the reader. ARGV: owner. */
export const luaRelease = `
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('HSET', KEYS[1], 'owner', '', 'until', 0) end
return 1
`;

/** KEYS: the reader, the watermarks. ARGV: token, log, instant in ms. 0: another one reads. */
export const luaAdvance = `
local reader = redis.call('HMGET', KEYS[1], 'owner', 'token')
if not reader[1] or reader[1] == '' or reader[2] ~= ARGV[1] then return 0 end
if tonumber(ARGV[3]) > (tonumber(redis.call('HGET', KEYS[2], ARGV[2]) or 0)) then
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
end
redis.call('PEXPIRE', KEYS[2], 400 * 86400000)
return 1
`;

/** KEYS: the watermarks. ARGV: log. */
export const luaWatermark = `return redis.call('HGET', KEYS[1], ARGV[1])`;

/** KEYS: the list. ARGV: sealed line, how many are kept, for how long in ms. */
export const luaUnparsed = `
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[2]) - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`;

/** KEYS: the list. ARGV: the limit. */
export const luaUnparsedList = `return redis.call('LRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)`;
