import type { RedisServer } from "./redis-server.js";

const readers: Readonly<Record<string, (key: string) => readonly string[]>> = {
  string: (key) => ["GET", key],
  hash: (key) => ["HGETALL", key],
  list: (key) => ["LRANGE", key, "0", "-1"],
  set: (key) => ["SMEMBERS", key],
  zset: (key) => ["ZRANGE", key, "0", "-1", "WITHSCORES"],
  stream: (key) => ["XRANGE", key, "-", "+"],
};

/** Every key and value that the server holds, as text. A key that ends meanwhile is left out. */
export const redisDump = async (server: RedisServer): Promise<string> => {
  const keys = (await server.command("KEYS", "*")) as readonly string[];
  const lines = keys.map(async (key) => {
    const type = String(await server.command("TYPE", key));
    if (type === "none") return "";
    const words = readers[type];
    if (words === undefined) throw new Error(`${key} is a ${type}, which nobody can read`);
    return `${key} ${JSON.stringify(await server.command(...words(key)))}`;
  });
  return (await Promise.all(lines)).join("\n");
};
