-- ARGV: clock, token, `confirm`, `abort` or `refund`.
local token, how = ARGV[2], ARGV[3]
local record = load()
local send = record and record.sends[token]
if how == 'confirm' then
  if send then
    send.confirmed = '1'
    store(token, send)
  end
  return 'ok'
end
if send and send.confirmed == '1' then return 'ok' end
redis.call('ZREM', KEYS[2], token)
if not send then return 'ok' end
if how == 'refund' then
  send.refunded = '1'
  store(token, send)
else
  redis.call('HDEL', KEYS[1], 's:' .. token)
  record.sends[token] = nil
  if next(record.sends) == nil then redis.call('DEL', KEYS[1]) end
end
return 'ok'
