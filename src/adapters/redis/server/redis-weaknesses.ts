import { unavailable } from "./unavailable.js";
import type { RedisClient } from "./client.js";

interface Promised {
  readonly setting: string;
  readonly wanted: string;
  readonly cost: string;
  readonly mend: string;
}

/** Production demands this of Redis; docs/operations.md says why. */
const promised: readonly Promised[] = [
  {
    setting: "appendonly",
    wanted: "yes",
    cost: "a restart forgets what was sent, so texts may be sent again",
    mend: "CONFIG SET appendonly yes",
  },
  {
    setting: "appendfsync",
    wanted: "always",
    cost: "a crash forgets the last second of what was acknowledged, so texts may be sent again",
    mend: "CONFIG SET appendfsync always",
  },
  {
    setting: "maxmemory-policy",
    wanted: "noeviction",
    cost: "when memory is full it drops records of messages, so texts may be sent again",
    mend: "CONFIG SET maxmemory-policy noeviction",
  },
];

const commandFor = (server: string, words: string): string => {
  const at = server.lastIndexOf(":");
  return `redis-cli -h ${server.slice(0, at)} -p ${server.slice(at + 1)} ${words}`;
};

const configured = async (client: RedisClient, { setting, wanted, cost, mend }: Promised): Promise<readonly string[]> =>
  (await client.everyMaster(["CONFIG", "GET", setting])).flatMap(({ server, reply }) => {
    const value = String((reply as readonly unknown[])[1] ?? "unknown");
    if (value === wanted) return [];
    return [`Redis at ${server} has ${setting} ${value}, not ${wanted}: ${cost}. Mend it: ${commandFor(server, mend)}`];
  });

const replicated = async (client: RedisClient): Promise<readonly string[]> =>
  (await client.everyMaster(["INFO", "replication"])).flatMap(({ server, reply }) =>
    /^connected_slaves:[1-9]/m.test(String(reply))
      ? []
      : [
          `Redis at ${server} has no replica: when its disk is lost, so is the journal. Mend it, on another server: redis-cli REPLICAOF ${server.replace(/:(?=\d+$)/, " ")}`,
        ],
  );

/**
 * Weaknesses of this Redis; a server that does not tell its settings is named too. Rejects with `JournalUnavailable`
 * while it is away.
 */
export const redisWeaknesses = async (client: RedisClient): Promise<readonly string[]> => {
  const found = await Promise.all([
    ...promised.map(async (item) => {
      try {
        return await configured(client, item);
      } catch (error) {
        if (client.troubles().length > 0) throw unavailable(error);
        return [
          `Redis does not tell its ${item.setting}; it must be ${item.wanted}, otherwise ${item.cost}. Ask its operator`,
        ];
      }
    }),
    replicated(client),
  ]);
  return found.flat();
};
