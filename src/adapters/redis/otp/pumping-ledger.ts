import type { Log } from "../../../application/ports/log.js";
import type { PumpingLedger, PumpingScope } from "../../../application/ports/pumping-ledger.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

/**
 * KEYS: one hash per scope, all under one tag, so that a text is counted on all of them at once; fields `s<step>` and
 * `v<step>`, 60 steps a window. ARGV: clock, field letter, then change and window per key. Answers sums from before.
 */
const addScript = script(`
local STEPS = 60
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + (tonumber(ARGV[1]) or 0)
if string.sub(ARGV[1], 1, 1) == '=' then now = tonumber(string.sub(ARGV[1], 2)) end
local answer = {}
for i, key in ipairs(KEYS) do
  local change, window = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  local step = math.floor(now / (window / STEPS))
  local sums = { s = 0, v = 0 }
  local flat = redis.call('HGETALL', key)
  for j = 1, #flat, 2 do
    local letter, at = string.sub(flat[j], 1, 1), tonumber(string.sub(flat[j], 2))
    if at <= step - STEPS then
      redis.call('HDEL', key, flat[j])
    else
      sums[letter] = sums[letter] + tonumber(flat[j + 1])
    end
  end
  redis.call('HINCRBY', key, ARGV[2] .. string.format('%.0f', step), change)
  redis.call('PEXPIRE', key, string.format('%.0f', window + 60000))
  answer[#answer + 1] = sums.s
  answer[#answer + 1] = sums.v
end
return answer
`);

interface LedgerNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly log: Log;
  /** As of the OtpStore. */
  readonly clock?: (() => string) | undefined;
}

const flushMs = 1_000;

/** Shared by all workers, in Redis. Verified codes are gathered and written once a second. */
export const createRedisPumpingLedger = ({ client, log, clock = () => "0" }: LedgerNeeds): PumpingLedger => {
  const gathered = new Map<string, { readonly scope: PumpingScope; readonly count: number }>();
  let timer: NodeJS.Timeout | undefined;

  const add = async (letter: "s" | "v", changes: readonly { scope: PumpingScope; count: number }[]) => {
    const [first, ...rest] = changes.map(({ scope }) => `otp:{pumping}:${scope.key}`);
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
