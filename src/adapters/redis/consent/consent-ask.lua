-- KEYS: for each number its record and its shard's meta. ARGV: clock, replyMs, then for each its class and message
-- id.
local fresh = tonumber(ARGV[2])
local replies = {}
for i = 1, #KEYS, 2 do
  local class, id = ARGV[i + 2], ARGV[i + 3]
  local found = redis.call('HMGET', KEYS[i],
    class .. '/out', class .. '/in', class .. '/aws-out', class .. '/aws-in',
    'all/out', 'all/in', 'all/aws-out', 'all/aws-in', 'reply/opt-out', 'reply/opt-in', 'reply/help')
  local permitted = ''
  for j = 9, 11 do
    local at, of = string.match(found[j] or '', '^(%d+) (%S+)')
    if of and of == id and now - tonumber(at) < fresh then permitted = 'permitted' end
  end
  local pointers = {}
  for j = 1, 8 do pointers[j] = found[j] or '' end
  replies[#replies + 1] = { redis.call('HEXISTS', KEYS[i + 1], 'rebuilt') == 1 and 'whole' or '', permitted, pointers }
end
return replies
