local isOne, tags = ARGV[6] == 'one', tonumber(ARGV[7])
local held, counted, seq = {}, {}, {}
for number = 1, tags do seq[number] = 0 end

local function isHeld(number)
  if held[number] ~= nil then return held[number] end
  local meta = KEYS[number]
  local found = redis.call('HMGET', meta, 'born', 'kept', 'seq')
  local last = tonumber(found[3]) or 0
  held[number] = born ~= '' and found[1] == born and last >= tonumber(ARGV[7 + number])
  if held[number] then
    seq[number] = last
    if now - (tonumber(found[2]) or 0) > day then
      redis.call('HSET', meta, 'kept', now)
      redis.call('PEXPIRE', meta, longest)
    end
  end
  return held[number]
end

-- A server that restarted or was replaced with less than it had acknowledged is told by its sequence.
local function count(number)
  if counted[number] then return end
  counted[number] = true
  seq[number] = redis.call('HINCRBY', KEYS[number], 'seq', 1)
end

local function isOurs(number, reads)
  if not isOne then return isHeld(number) end
  return isHeld(1) and (not reads or isHeld(number))
end

local made = 0
local function opOf(name)
  while not ops[name] do
    made = made + 1
    rooms[made]()
  end
  return ops[name]
end

local replies, at = {}, 8 + tags
while ARGV[at] do
  local skips = false
  if ARGV[at] == 'only' then
    skips = replies[#replies][1].ok ~= ARGV[at + 1]
    at = at + 2
  else
    wasMarked = false
  end
  local op, number, key, arg = opOf(ARGV[at]), tonumber(ARGV[at + 1]), {}, {}
  for i = 1, op.keys do key[i] = KEYS[tonumber(ARGV[at + 1 + i])] end
  for i = 1, op.args do arg[i] = ARGV[at + 1 + op.keys + i] end
  local reply
  if skips then
    reply = say('skipped')
  elseif op.free or isOurs(number, op.reads) then
    if not (op.free or op.reads) then count(isOne and 1 or number) end
    local done, answer = pcall(op.run, key, arg, KEYS[number])
    reply = done and answer or say('error', type(answer) == 'table' and answer.err or tostring(answer))
  else
    reply = say('lost')
  end
  replies[#replies + 1] = reply
  at = at + 2 + op.keys + op.args
end
for _, run in ipairs(atEnd) do run() end
return { seq, replies }
