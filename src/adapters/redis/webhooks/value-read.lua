-- KEYS: receivers, or a queue's bodies, and where the value stands: the same, or health. ARGV: id. No answer where there is no
-- such id.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return false end
return redis.call('HGET', KEYS[2], ARGV[1]) or ''
