-- Who lives: each process says so of itself, by the clock that all share, so that no jump of this server's own clock ends or
-- prolongs anybody. KEYS of both: the process.
ops.beat = { keys = 1, args = 0, free = true, run = function(key)
  redis.call('SET', key[1], now, 'PX', hour)
  return say('ok')
end }

-- Answers when it said so last; 0: never, or long ago.
ops.lastBeat = { keys = 1, args = 0, free = true, reads = true, run = function(key)
  return say('beat', tonumber(redis.call('GET', key[1]) or '0'), now)
end }
