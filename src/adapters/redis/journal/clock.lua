-- The clock that all workers share: this server's own and what was added to it when it jumped.
ops.clock = { keys = 0, args = 0, free = true, run = function(_, _, meta)
  return say('clock', serverNow - tonumber(ARGV[2]), redis.call('HGET', meta, 'skew') or '0')
end }

-- A worker saw the server's clock jump. Arguments: what was added as far as it knows, what shall be.
ops.reclock = { keys = 0, args = 2, run = function(_, arg, meta)
  if (redis.call('HGET', meta, 'skew') or '0') ~= arg[1] then return say('stale') end
  redis.call('HSET', meta, 'skew', arg[2])
  return say('ok')
end }

