/** Texts of the .lua files in this folder; `npm run generate` writes it. */
export const lua = {
  deadLetterMark:
    "-- KEYS: marks, their order. ARGV: sealed mark, its instant, most kept, TTL, then ids.\nfor at = 5, #ARGV do\n  redis.call('HSET', KEYS[1], ARGV[at], ARGV[1])\n  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[at])\nend\nlocal over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[3])\nif over > 0 then\n  local oldest = redis.call('ZPOPMIN', KEYS[2], over)\n  for at = 1, #oldest, 2 do redis.call('HDEL', KEYS[1], oldest[at]) end\nend\nredis.call('PEXPIRE', KEYS[1], ARGV[4])\nredis.call('PEXPIRE', KEYS[2], ARGV[4])\nreturn 'marked'\n",
  deadLetterRead: "-- KEYS: marks. ARGV: ids.\nreturn redis.call('HMGET', KEYS[1], unpack(ARGV))\n",
} as const;
