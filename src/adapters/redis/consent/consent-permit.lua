-- KEYS: a record. ARGV: clock, kind, message id, ms until the next one.
local field = 'reply/' .. ARGV[2]
local at, id = string.match(redis.call('HGET', KEYS[1], field) or '', '^(%d+) (%S+)')
if id == ARGV[3] then return 'permitted' end
if at and now - tonumber(at) < tonumber(ARGV[4]) then return 'told-lately' end
local known = redis.call('EXISTS', KEYS[1]) == 1 and redis.call('PTTL', KEYS[1]) == -1
redis.call('HSET', KEYS[1], field, string.format('%.0f', now) .. ' ' .. ARGV[3])
-- Of a number that never chose anything nothing else is kept. A quarter of an hour longer: Redis ends a key by its own clock.
if not known then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', tonumber(ARGV[4]) + 900000)) end
return 'permitted'
