-- What receipts said of one number: the rules of domain/phone/number-history.ts. `reached`, `first` and `last` are
-- instants in ms, `until` the end of the record.
local function historyOf(key)
  local found = redis.call('HMGET', key, 'reached', 'first', 'last', 'until')
  if not found[4] or tonumber(found[4]) <= now then return 0, 0, 0, false end
  return tonumber(found[1]), tonumber(found[2]), tonumber(found[3]), true
end

local function keepHistory(key, reached, first, last, lives)
  local text = function(value) return string.format('%.0f', value) end
  redis.call('HSET', key, 'reached', text(reached), 'first', text(first), 'last', text(last), 'until', text(now + lives))
  redis.call('PEXPIRE', key, lives)
end

-- KEYS: the number's.
ops.deadAsk = { keys = 1, args = 0, free = true, reads = true, run = function(key)
  local reached, first, last = historyOf(key[1])
  return say('history', string.format('%.0f', reached), string.format('%.0f', first), string.format('%.0f', last))
end }

-- KEYS: the number's. Arguments: instant, ms that the record lives.
ops.deadFailed = { keys = 1, args = 2, free = true, run = function(key, arg)
  local at, reached, first, last = tonumber(arg[1]), historyOf(key[1])
  if at > reached then
    first = first == 0 and at or math.min(first, at)
    last = math.max(last, at)
  end
  keepHistory(key[1], reached, first, last, tonumber(arg[2]))
  return say('noted')
end }

-- KEYS: the number's. Arguments: instant, ms that the record lives.
ops.deadReached = { keys = 1, args = 2, free = true, run = function(key, arg)
  local at, reached, first, last, known = tonumber(arg[1]), historyOf(key[1])
  if not known then return say('unknown') end
  reached = math.max(reached, at)
  if last <= reached then
    first, last = 0, 0
  elseif first <= reached then
    first = last
  end
  keepHistory(key[1], reached, first, last, tonumber(arg[2]))
  return say('noted')
end }

-- KEYS: the number's.
ops.deadForget = { keys = 1, args = 0, free = true, run = function(key)
  local _, _, _, known = historyOf(key[1])
  redis.call('DEL', key[1])
  return say('forgotten', known and 1 or 0)
end }
