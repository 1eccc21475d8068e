local held = {}
local function isHeld(meta)
  if held[meta] ~= nil then return held[meta] end
  local found = redis.call('HMGET', meta, 'born', 'kept')
  held[meta] = born ~= '' and found[1] == born
  if held[meta] and now - (tonumber(found[2]) or 0) > day then
    redis.call('HSET', meta, 'kept', now)
    redis.call('PEXPIRE', meta, longest)
  end
  return held[meta]
end

local replies, at = {}, 5
while ARGV[at] do
  local op, meta, key, arg = ops[ARGV[at]], KEYS[tonumber(ARGV[at + 1])], {}, {}
  for i = 1, op.keys do key[i] = KEYS[tonumber(ARGV[at + 1 + i])] end
  for i = 1, op.args do arg[i] = ARGV[at + 1 + op.keys + i] end
  local reply
  if op.free or isHeld(meta) then
    local done, answer = pcall(op.run, key, arg, meta)
    reply = done and answer or say('error', type(answer) == 'table' and answer.err or tostring(answer))
  else
    reply = say('lost')
  end
  replies[#replies + 1] = reply
  at = at + 2 + op.keys + op.args
end
return replies
