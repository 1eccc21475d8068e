-- `born`, one copy per shard. Shard 0 is written last: while it only holds `making`, no step is taken, and whoever comes
-- next goes on with the same id. `how`: create plants where nothing is, renew plants over whatever is left.
-- `print` tells the hash key that it was made under, without telling the key.
ops.look = { keys = 0, args = 0, free = true, run = function(_, _, meta)
  local found = redis.call('HMGET', meta, 'born', 'making', 'how', 'print', 'seq')
  return say('seen', found[1] or '', found[2] or '', found[3] or '', found[4] or '', found[5] or '0')
end }

-- Arguments: id, how, print.
ops.begin = { keys = 0, args = 3, free = true, run = function(_, arg, meta)
  local id, how = arg[1], arg[2]
  local found = redis.call('HMGET', meta, 'born', 'making', 'how')
  if found[2] and found[3] == how then return say('begun', found[2], how) end
  if how == 'create' and (found[1] or found[2]) then return say('begun', found[2] or found[1], found[3] or how) end
  redis.call('HSET', meta, 'making', id, 'how', how, 'print', arg[3])
  redis.call('HDEL', meta, 'born')
  redis.call('PEXPIRE', meta, longest)
  return say('begun', id, how)
end }

-- Arguments: id, how, print.
ops.plant = { keys = 0, args = 3, free = true, run = function(_, arg, meta)
  redis.call(arg[2] == 'renew' and 'HSET' or 'HSETNX', meta, 'born', arg[1])
  redis.call('HSET', meta, 'print', arg[3])
  redis.call('PEXPIRE', meta, longest)
  return say('planted', redis.call('HGET', meta, 'born'))
end }

ops.confirm = { keys = 0, args = 1, free = true, run = function(_, arg, meta)
  if redis.call('HGET', meta, 'making') == arg[1] then
    redis.call('HSET', meta, 'born', arg[1])
    redis.call('HDEL', meta, 'making', 'how')
    redis.call('PEXPIRE', meta, longest)
  end
  return say('confirmed', redis.call('HGET', meta, 'born') or '')
end }

-- KEYS: accepted.
ops.accept = { keys = 1, args = 1, free = true, run = function(key, arg)
  redis.call('SADD', key[1], arg[1])
  redis.call('PEXPIRE', key[1], longest)
  return say('accepted')
end }

ops.accepted = { keys = 1, args = 1, free = true, run = function(key, arg)
  return say(redis.call('SISMEMBER', key[1], arg[1]) == 1 and 'accepted' or 'unknown')
end }
