import type { RedisServer } from "./redis-server.js";

/** Every key that lives for ever, and how many keys there are: a scan over all nodes. */
export const keysWithoutTtl = async (
  nodes: readonly RedisServer[],
): Promise<{ readonly keys: number; readonly withoutTtl: readonly string[] }> => {
  let keys = 0;
  const withoutTtl: string[] = [];
  for (const node of nodes)
    for (const key of (await node.command("KEYS", "*")) as string[]) {
      keys += 1;
      if ((await node.command("PTTL", key)) === -1) withoutTtl.push(key);
    }
  return { keys, withoutTtl };
};
