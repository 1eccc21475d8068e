/**
 * `born`, one copy per shard. Shard 0 is written last: while it only holds `making`, no step is taken, and whoever comes
 * next goes on with the same id. `how`: create plants where nothing is, renew plants over whatever is left.
 */
export const luaIdentity = `
ops.look = { arity = 0, free = true, run = function(shard)
  local found = redis.call('HMGET', shard.meta, 'born', 'making', 'how')
  return { found[1] or '', found[2] or '', found[3] or '' }
end }

ops.begin = { arity = 2, free = true, run = function(shard, at)
  local found = redis.call('HMGET', shard.meta, 'born', 'making', 'how')
  local how = ARGV[at + 1]
  if found[2] and found[3] == how then return { found[2], how } end
  if how == 'create' and (found[1] or found[2]) then return { found[2] or found[1], found[3] or how } end
  redis.call('HSET', shard.meta, 'making', ARGV[at], 'how', how)
  redis.call('HDEL', shard.meta, 'born')
  redis.call('PEXPIRE', shard.meta, longest)
  return { ARGV[at], how }
end }

ops.plant = { arity = 2, free = true, run = function(shard, at)
  if ARGV[at + 1] == 'renew' then redis.call('HSET', shard.meta, 'born', ARGV[at])
  else redis.call('HSETNX', shard.meta, 'born', ARGV[at]) end
  redis.call('PEXPIRE', shard.meta, longest)
  return redis.call('HGET', shard.meta, 'born')
end }

ops.confirm = { arity = 1, free = true, run = function(shard, at)
  if redis.call('HGET', shard.meta, 'making') == ARGV[at] then
    redis.call('HSET', shard.meta, 'born', ARGV[at])
    redis.call('HDEL', shard.meta, 'making', 'how')
    redis.call('PEXPIRE', shard.meta, longest)
  end
  return redis.call('HGET', shard.meta, 'born') or ''
end }

ops.accept = { arity = 1, free = true, run = function(shard, at)
  redis.call('SADD', shard.prefix .. 'accepted', ARGV[at])
  redis.call('PEXPIRE', shard.prefix .. 'accepted', longest)
  return 1
end }

ops.accepted = { arity = 1, free = true, run = function(shard, at)
  return redis.call('SISMEMBER', shard.prefix .. 'accepted', ARGV[at])
end }
`;
