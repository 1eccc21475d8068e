-- KEYS: for each number its record and its shard's meta. Answers whether the shard is whole, and the record.
local replies = {}
for i = 1, #KEYS, 2 do
  replies[#replies + 1] = { redis.call('HEXISTS', KEYS[i + 1], 'rebuilt') == 1 and 'whole' or '', redis.call('HGETALL', KEYS[i]) }
end
return replies
