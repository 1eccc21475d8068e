-- KEYS: all of one audience. ARGV: ms.
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[1]) end
return 'kept'
