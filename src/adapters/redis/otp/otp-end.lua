-- ARGV: clock, token, `confirm`, `abort` or `refund`. Answers `returned` where this call gave the slot back, else `ok`.
local token, how = ARGV[2], ARGV[3]
local record = load()
local send = record and record.sends[token]
if how == 'confirm' then
  if send then
    send.confirmed = '1'
    store(send)
  end
  return 'ok'
end
if send and send.confirmed == '1' then return 'ok' end
local answer = 'ok'
for _, one in ipairs(sentOnes()) do
  if one.token == token then
    redis.call('ZREM', KEYS[2], one.member)
    answer = 'returned'
  end
end
if not send then return answer end
if how == 'refund' then
  send.refunded = '1'
  store(send)
else
  drop(record, token)
end
return answer
