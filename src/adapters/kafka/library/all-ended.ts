/**
 * As `Promise.all`, but settles only once every call has ended: one that still runs when its client disconnects makes kafkajs
 * connect anew, and that connection stays open and keeps the process alive.
 */
export const allEnded = async <Calls extends readonly unknown[] | []>(
  calls: Calls,
): Promise<{ -readonly [Call in keyof Calls]: Awaited<Calls[Call]> }> => {
  await Promise.allSettled(calls);
  return Promise.all(calls);
};
