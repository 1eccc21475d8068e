import type { ProblemWord } from "./problem-word.js";

const word = (title: string, means: string, causes: string, fix: string): ProblemWord => ({
  title,
  means,
  causes,
  fix,
});

/** The door's own answers, independent of any message. */
export const doorWords = {
  "bad-request": word(
    "The request cannot be read",
    "Its address, header or body is malformed.",
    "Broken JSON, bytes that are no UTF-8, an unknown query parameter, an Idempotency-Key that is empty or given twice.",
    "The `detail` says which; mend it and send it again.",
  ),
  unauthorized: word(
    "No right API key was given",
    "The request carries no key, or none that this service knows.",
    "A missing `Authorization` header, a key that was dropped from API_KEYS or API_KEYS_FILE, a mistyped secret.",
    "Send `Authorization: Bearer SECRET`. Who tries many wrong keys is answered more slowly.",
  ),
  forbidden: word(
    "This caller may not do this",
    "The key lacks the scope, or a web page of another site made the call.",
    "A key made for another purpose; a browser that calls the service from another origin.",
    "Add the scope to the key. Call the service from a server, under its own host name.",
  ),
  "not-found": word(
    "Nothing is known by this name",
    "No such address, or nothing of this id.",
    "A mistyped path or id; a message that was forgotten after JOURNAL_TTL_HOURS.",
    "/docs lists every address.",
  ),
  "method-not-allowed": word(
    "This address takes other methods",
    "The address exists, the method does not.",
    "GET for POST, or the other way round.",
    "The header `Allow` lists the methods.",
  ),
  "payload-too-large": word(
    "The body is too large",
    "The body is longer than this address takes.",
    "Bodies have at most 64 KiB, events 1 MiB.",
    "Send less at once.",
  ),
  "request-timeout": word(
    "The request took too long to arrive",
    "Its headers and body were not there within 30 s; a file of recipients has an hour, and 64 KiB of it must come in each 30 s.",
    "A connection that stalls, a client that opens a request and goes on to something else.",
    "Send the request in one go; repeat it with the same Idempotency-Key.",
  ),
  "headers-too-large": word(
    "The address and headers are too large",
    "They have more than 16 KiB together.",
    "Cookies or tokens that a proxy adds, an address that carries data.",
    "Send fewer headers; put data into the body.",
  ),
  "unsupported-media-type": word(
    "The body is of another type",
    "The body is not JSON, or does not say so.",
    "A form, plain text, or no `Content-Type`.",
    "Send `Content-Type: application/json` and a JSON body.",
  ),
  "too-many-requests": word(
    "Too many requests",
    "The key's limit of requests, or the server's limit of open streams, is reached.",
    "A loop without a wait; a limit that is too low for the caller.",
    "Wait as long as `Retry-After` says, or raise the key's limit.",
  ),
  "idempotency-conflict": word(
    "The Idempotency-Key was used with another body",
    "The same key came before with a different request; nothing was done.",
    "A key that is made from too little, or reused.",
    "Take a new key for each request that differs.",
  ),
  "not-in-doubt": word(
    "The message is not in doubt",
    "Only a message of which nobody knows whether it went out can be resolved.",
    "It was resolved before, or never was in doubt.",
    "`sms explain ID` shows its state.",
  ),
  "not-cancellable": word(
    "It can no longer be cancelled",
    "Only what waits can be cancelled.",
    "It was sent, has failed, or is being sent.",
    "`sms explain ID` shows its state.",
  ),
  "search-too-slow": word(
    "The search took too long",
    "The log of messages did not answer in time.",
    "A long range of time, a field without an index, a busy database.",
    "Narrow `since` and `until`, or search by an id.",
  ),
  "replay-running": word(
    "An earlier replay of receipts still runs",
    "The delivery logs are read again for one range of time after the other.",
    "Somebody asked for a replay that has not ended yet.",
    "Try again once the service's log says that receipts were read again.",
  ),
  "receipts-off": word(
    "No delivery log is read",
    "There is no source of receipts that could be read again.",
    "`SMS_RECEIPTS` is `off`, as it is with SNS unless it is set.",
    "Set `SMS_RECEIPTS=cloudwatch`.",
  ),
  "opt-in-too-early": word(
    "The provider allows no opt-in yet",
    "AWS lets a number be opted in once in 30 days.",
    "It was opted in not long ago, and opted out again since.",
    "Wait until the 30 days are over, or have the person text START.",
  ),
  "account-refused": word(
    "The provider refused a change of its account",
    "The provider answered the call with a refusal, and nothing changed.",
    "A right that the service's role lacks, a spend limit above the account's quota, a wrong code, an endpoint without the call.",
    "The `detail` has the call and the provider's word for it.",
  ),
  "unreadable-file": word(
    "The file is no CSV file",
    "The file, or the rest of it from a line on, cannot be told into rows.",
    "An Excel workbook, a quotation mark that never closes, a NUL character.",
    "The `detail` names the line; save the file as “CSV UTF-8” and upload it again.",
  ),
  "campaign-not-checked": word(
    "The start does not name what was checked",
    "A campaign starts with the hash of its checked recipients, and this is another one or none.",
    "A file that was uploaded again; a start without `hash`.",
    "Look at the report of the upload, then start with its `hash`.",
  ),
  "campaign-too-large": word(
    "The campaign does not fit into Redis",
    "What it needs while it runs is more than Redis has free.",
    "A `maxmemory` that is too small for this many recipients.",
    "Raise `maxmemory`, or split the campaign.",
  ),
  "campaign-state": word(
    "The campaign's state does not allow this",
    "What was asked for does nothing in this state.",
    "It ended, or it never started.",
    "`sms campaign show ID` tells its state and why.",
  ),
  "webhook-unreachable": word(
    "The receiver did not take a ping",
    "A webhook is enabled only where its receiver takes a signed ping.",
    "The receiver is down, answers with an error, or its address is not public.",
    "Mend the receiver, then: sms webhooks enable ID.",
  ),
  unavailable: word(
    "A part is away",
    "A store, the log of events, the message log or the gateway does not answer.",
    "Redis, Kafka or PostgreSQL is down, or restarts.",
    "Repeat the request, with the same Idempotency-Key if it had one. /readyz says what is away.",
  ),
  internal: word(
    "A fault of the service itself",
    "The request could not be answered.",
    "A defect.",
    "The log has the error beside the `X-Request-Id` of the answer; report it.",
  ),
} as const satisfies Readonly<Record<string, ProblemWord>>;
