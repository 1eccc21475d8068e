/**
 * Settles, unlike `Promise.all`, only once every call has ended. A call that still runs when its client disconnects
 * makes kafkajs connect again, and that connection stays open and keeps the process alive.
 */
export const allEnded = async <Calls extends readonly unknown[] | []>(
  calls: Calls,
): Promise<{ -readonly [Call in keyof Calls]: Awaited<Calls[Call]> }> => {
  await Promise.allSettled(calls);
  return Promise.all(calls);
};
