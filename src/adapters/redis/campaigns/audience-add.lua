-- KEYS: chunks. ARGV: chunk, sealed rows, ms. A chunk that is kept stays, also as it is without a person who was forgotten,
-- and for as long as a campaign of theirs asked for.
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 'added'
