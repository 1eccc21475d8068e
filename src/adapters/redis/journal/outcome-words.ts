/**
 * Common words of outcomes, for the compressor to refer to: they make an outcome a quarter of its size. Never change
 * it: kept outcomes could not be read any more. A better one gets a number of its own and a context of its own for
 * sealing.
 */
export const outcomeWords = Buffer.from(
  [
    '{"rule":"frequency","verdict":"pass","observed":"0 of 0 in a day","consequence":"may be sent"},',
    '{"rule":"spend","verdict":"pass","observed":"0 micro-USD","consequence":"within the limit"},',
    '{"rule":"quiet-hours/IN","verdict":"defer","observed":"Asia/Kolkata","consequence":"waits until "},',
    '{"rule":"template","verdict":"refuse","observed":"order_confirmation","consequence":"every variable fits"},',
    '{"rule":"dlt/IN","verdict":"warning","observed":"no entity id","consequence":"DLT does not bind: the text goes by the ',
    "international route (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
    '"},{"rule":"sender-replaced/IN","verdict":"pass","observed":"no sender ID","consequence":"the network shows a number or a shared name (',
    "https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
    '"},{"rule":"price/IN","verdict":"pass","observed":"1 x 6450 micro-USD","consequence":"6450 micro-USD (the guide\'s India figures, ',
    "USD 0.00645 per part; replace with your account's own prices, 2026-11-22)",
    '"},{"rule":"destination","verdict":"pass","observed":"IN","consequence":"an allowed country"},',
    '{"rule":"opt-out","verdict":"pass","observed":"no opt-out","consequence":"the recipient takes texts"},',
    '{"rule":"deadline","verdict":"pass","observed":"2026-11-24T06:30:00.000Z","consequence":"in time"},',
    '{"rule":"encoding","verdict":"pass","observed":"UCS-2, GSM-7, 24 units, 1 part","consequence":"at most 10 parts are allowed"},',
    '{"topic":"sms.failed","key":"","value":"{\\"messageId\\":\\"\\",\\"status\\":\\"failed\\",\\"class\\":\\"promotional\\",',
    '\\"reason\\":\\"outcome-unknown\\",\\"detail\\":\\"',
    '{"topic":"sms.sent","key":"","value":"{\\"messageId\\":\\"\\",\\"status\\":\\"sent\\",\\"to\\":\\"+91\\",\\"class\\":\\"transactional\\",',
    '\\"recipient\\":\\"customer\\",\\"template\\":\\"order_confirmation\\",\\"templateVersion\\":\\"\\",\\"encoding\\":\\"GSM-7\\",',
    '\\"segments\\":1,\\"estimatedCost\\":{\\"micros\\":6450,\\"currency\\":\\"USD\\"},\\"gateway\\":\\"sns\\",\\"providerMessageId\\":\\"\\",',
    '\\"attempts\\":1,\\"reason\\":null,\\"detail\\":null,\\"reference\\":null,\\"correlationId\\":\\"ORD-2026-\\",\\"source\\":',
    '{\\"topic\\":\\"order.created\\",\\"partition\\":0,\\"offset\\":\\"\\",\\"eventId\\":\\"\\"},\\"occurredAt\\":\\"2026-11-24T06:00:00.000Z\\"}",',
    '"headers":[["ce_specversion","1.0"],["ce_id",""],["ce_source","/sms-service"],["ce_type","sms.sent"],["ce_time","2026-11-24T06:00:00.000Z"],',
    '["content-type","application/json"],["traceparent","00--01"]],"trace":[{"rule":"number","verdict":"pass","observed":"IN MOBILE +9198••••3210",',
    '"consequence":"a number that gets texts"},{"rule":"gateway","verdict":"pass","observed":"attempt 1: accepted","consequence":"handed to the provider"}]}',
  ].join(""),
);
