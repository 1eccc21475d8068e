import type { Log } from "../../../application/ports/log.js";
import type { PumpingLedger, PumpingScope } from "../../../application/ports/pumping-ledger.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua as serverLua } from "../server/lua.js";
import { lua } from "./lua.js";

const addScript = script(serverLua.instant + lua.pumpingAdd);

interface LedgerNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
  readonly log: Log;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

const flushMs = 1_000;

/** Shared by all workers, in Redis. Verified codes are gathered and written once a second. */
export const createRedisPumpingLedger = ({
  client,
  deployment,
  log,
  clock = () => "0",
}: LedgerNeeds): PumpingLedger => {
  const gathered = new Map<string, { readonly scope: PumpingScope; readonly count: number }>();
  let timer: NodeJS.Timeout | undefined;

  const add = async (letter: "s" | "v", changes: readonly { scope: PumpingScope; count: number }[]) => {
    const [first, ...rest] = changes.map(({ scope }) => `{${deployment}:pumping}:${scope.key}`);
    if (first === undefined) return [];
    const args = changes.flatMap(({ scope, count }) => [String(count), String(scope.windowMs)]);
    const sums = (await client.evaluate(addScript, [first, ...rest], [clock(), letter, ...args])) as number[];
    return changes.map((_, at) => ({ sent: sums[2 * at]!, verified: sums[2 * at + 1]! }));
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const changes = [...gathered.values()];
    gathered.clear();
    await add("v", changes).catch(() => log.warn({ lost: changes.length }, "entered codes could not be counted"));
  };

  const each = (scopes: readonly PumpingScope[], count: number) => scopes.map((scope) => ({ scope, count }));

  return {
    sent: (scopes) => add("s", each(scopes, 1)),
    unsent: async (scopes) => {
      await add("s", each(scopes, -1));
    },
    verified: (scopes) => {
      for (const scope of scopes) gathered.set(scope.key, { scope, count: (gathered.get(scope.key)?.count ?? 0) + 1 });
      timer ??= setTimeout(flush, flushMs).unref();
    },
    close: flush,
  };
};
