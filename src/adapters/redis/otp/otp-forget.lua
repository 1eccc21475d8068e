-- A record outlives its codes by a while; one that expired with them counts as none.
local record, now = load(), clock()
redis.call('DEL', KEYS[1])
return record and record.expires > now and 'forgotten' or 'none'
