/** Texts of the .lua files in this folder; `npm run generate` writes it. */
export const lua = {
  deliveryAdd:
    "-- KEYS: order, bodies, receivers. ARGV: id, due, sealed, most, TTL, the receiver's id.\nif redis.call('HEXISTS', KEYS[3], ARGV[6]) == 0 then return 'kept' end\nif redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then\n  if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return 'full' end\n  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])\n  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])\nend\nredis.call('PEXPIRE', KEYS[1], ARGV[5])\nredis.call('PEXPIRE', KEYS[2], ARGV[5])\nreturn 'kept'\n",
  deliveryAgain:
    "-- KEYS: order, bodies. ARGV: id, due, sealed, TTL.\nif redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then return 0 end\nredis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])\nredis.call('HSET', KEYS[2], ARGV[1], ARGV[3])\nredis.call('PEXPIRE', KEYS[1], ARGV[4])\nredis.call('PEXPIRE', KEYS[2], ARGV[4])\nreturn 1\n",
  deliveryCount: "-- KEYS: order.\nreturn redis.call('ZCARD', KEYS[1])\n",
  deliveryDone:
    "-- KEYS: order, bodies. ARGV: id.\nredis.call('ZREM', KEYS[1], ARGV[1])\nreturn redis.call('HDEL', KEYS[2], ARGV[1])\n",
  deliveryHurry:
    "-- KEYS: order. ARGV: now, the end of a lease that begins now.\nfor _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '+inf')) do\n  redis.call('ZADD', KEYS[1], ARGV[1], id)\nend\nreturn 1\n",
  deliveryScan:
    "-- KEYS: bodies. ARGV: the cursor. The next cursor, and ids and bodies, one after the other.\nreturn redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', 200)\n",
  deliveryTake:
    "-- KEYS: order, bodies. ARGV: now, limit, end of the lease. Ids and bodies, one after the other.\nlocal taken = {}\nfor _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do\n  local body = redis.call('HGET', KEYS[2], id)\n  if body then\n    redis.call('ZADD', KEYS[1], ARGV[3], id)\n    taken[#taken + 1] = id\n    taken[#taken + 1] = body\n  else\n    redis.call('ZREM', KEYS[1], id)\n  end\nend\nreturn taken\n",
  receiverList:
    "-- KEYS: receivers, health. Receivers and health, as fields and values.\nreturn { redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]) }\n",
  receiverRemove:
    "-- KEYS: receivers, health, order, bodies. ARGV: id.\nredis.call('HDEL', KEYS[2], ARGV[1])\nredis.call('DEL', KEYS[3], KEYS[4])\nreturn redis.call('HDEL', KEYS[1], ARGV[1])\n",
  receiverSet: "-- KEYS: receivers. ARGV: id, sealed.\nredis.call('HSET', KEYS[1], ARGV[1], ARGV[2])\nreturn 1\n",
  valueRead:
    "-- KEYS: receivers, or a queue's bodies, and where the value stands: the same, or health. ARGV: id. No answer where there is no\n-- such id.\nif redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return false end\nreturn redis.call('HGET', KEYS[2], ARGV[1]) or ''\n",
  valueSwap:
    "-- KEYS: receivers, or a queue's bodies, and where the value stands. ARGV: id, sealed as it was read, sealed anew. 0 where it changed since.\nif redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end\nif (redis.call('HGET', KEYS[2], ARGV[1]) or '') ~= ARGV[2] then return 0 end\nredis.call('HSET', KEYS[2], ARGV[1], ARGV[3])\nreturn 1\n",
} as const;
