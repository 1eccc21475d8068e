/** Keys of one message share a hash tag, so that a step works on a cluster; 64 of them spread over any usual number of nodes. */
export const shards: readonly string[] = Array.from({ length: 64 }, (_, at) => String(at).padStart(2, "0"));

/** FNV-1a: message ids are UUIDs of this service, nobody picks them to collide. */
export const shardOf = (messageId: string): string => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < messageId.length; at += 1) hash = Math.imul(hash ^ messageId.charCodeAt(at), 0x01000193);
  return shards[(hash ^ (hash >>> 15)) & 63]!;
};
