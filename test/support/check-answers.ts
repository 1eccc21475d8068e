/**
 * Holds every answer that a test fetches from the service to docs/openapi.yaml: an address, a method, a status, a type or a
 * body that the document does not have fails the test; so does a request that was accepted and breaks the document.
 */
const checking = Symbol.for("sms-service: every answer is checked");
const plain = globalThis.fetch;

const checkedFetch: typeof fetch = async (input, init) => {
  const answer = await plain(input, init);
  // Only the service gives its answers an id.
  if (
    !answer.headers.has("x-request-id") ||
    answer.headers.get("content-type")?.startsWith("text/event-stream") === true
  )
    return answer;
  // Loaded by the few files that call the service: all others would wait for it, too.
  const { faultOf } = await import("./answer-fault.js");
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const method = init?.method ?? "GET";
  const fault = await faultOf(method, pathname, init?.body, answer.clone());
  if (fault !== undefined) throw new Error(`${method} ${pathname} breaks docs/openapi.yaml: ${fault}`);
  return answer;
};

// Files that share a process load this once each.
if (!(checking in plain)) globalThis.fetch = Object.assign(checkedFetch, { [checking]: true });

export {};
