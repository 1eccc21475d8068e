-- KEYS: faults. ARGV: ms, most, then sealed faults.
for at = 3, #ARGV do
  if redis.call('LLEN', KEYS[1]) < tonumber(ARGV[2]) then redis.call('RPUSH', KEYS[1], ARGV[at]) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 'kept'
