import { ownRecord } from "../../../domain/own-record.js";
import { noSweep, type SweepState, type SweepStore } from "../../../application/ports/sweep-store.js";
import type { RedisClient } from "../server/client.js";
import { sweepHoldScript, sweepReadScript, sweepSaveScript } from "./consent-scripts.js";

interface SweepNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

const stateFrom = (text: unknown): SweepState =>
  typeof text === "string" && text !== ""
    ? { ...noSweep, ...ownRecord<SweepState>("a sweep", text, { generation: "number", startedAt: "number" }) }
    : noSweep;

/** Shared by all workers, in Redis. */
export const createRedisSweepStore = ({ client, deployment, clock = () => "0" }: SweepNeeds): SweepStore => {
  const keys = [`{${deployment}:consent:sweep}:state`, `{${deployment}:consent:sweep}:holder`] as const;
  return {
    hold: async (holder, leaseMs) => {
      const reply = await client.evaluate(sweepHoldScript, keys, [clock(), holder, String(leaseMs)]);
      const [word, state] = reply as readonly string[];
      return word === "held" ? stateFrom(state) : undefined;
    },
    save: async (holder, state) =>
      (await client.evaluate(sweepSaveScript, keys, [holder, JSON.stringify(state), state.running ? "0" : "1"])) ===
      "saved",
    read: async () => stateFrom(await client.evaluate(sweepReadScript, [keys[0]], [])),
  };
};
