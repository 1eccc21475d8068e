import type { readConfig as read } from "../../src/adapters/environment/config.js";
import type { startService as start } from "../../src/composition/service.js";

/** Text of a process of its own, and so it uses only what it is given. */
const run = async (startService: typeof start, readConfig: typeof read): Promise<void> => {
  const [step = "", side = "", nth = ""] = (process.env["CRASH_AT"] ?? "").split(":");
  let left = Number(nth);

  const die = (): Promise<never> => {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => undefined);
  };

  const crashing = <Steps extends object>(steps: Steps): Steps =>
    new Proxy(steps, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as unknown;
        if (name !== step || typeof method !== "function") return method;
        return async (...given: unknown[]) => {
          left -= 1;
          if (left === 0 && side === "before") return die();
          const due = left === 0;
          const answer = await method.apply(target, given);
          // A schedule is asked over and over: only an answer with something in it counts.
          if (name === "take" && (answer as readonly unknown[]).length === 0) {
            left += 1;
            return answer;
          }
          return due && side === "after" ? die() : answer;
        };
      },
    });

  const { url } = await startService(readConfig(process.env), (services) =>
    services
      .provide("journal", ["store"], ({ store }) => crashing(store.journal))
      .provide("schedule", ["store"], ({ store }) => crashing(store.schedule))
      .provide("departures", ["store"], ({ store: { departures } }) => ({
        all: departures && { begin: (ask) => crashing({ depart: departures.begin(ask) }).depart },
      })),
  );
  console.log(`ready on ${url}`);
};

/**
 * The built service, which ends as by SIGKILL exactly before it asks its journal, schedule or departures for a step, or after the step
 * was answered: CRASH_AT=`step:before|after:n`, at the n-th time.
 */
export const crashingWorker: readonly string[] = [
  "--input-type=module",
  "--eval",
  `import { readConfig } from "./dist/adapters/environment/config.js";
   import { startService } from "./dist/composition/service.js";
   await (${run})(startService, readConfig);`,
];
