import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { createMemoryDeadNumbers } from "../adapters/memory/dead-numbers.js";
import { createMemoryMoneyLedger } from "../adapters/memory/money-ledger.js";
import { createMemoryRecipientLog } from "../adapters/memory/recipient-log.js";
import { systemClock } from "../adapters/system/clock.js";
import { createHashes } from "../adapters/system/hashes.js";
import { createForecastControls } from "../application/controls/forecast-controls.js";
import { createGatherFacts } from "../application/controls/gather-facts.js";
import { smsRequested } from "../application/notifications/sms-requested.js";
import { createJudgeRequest } from "../application/requests/judge-request.js";
import type { Clock } from "../application/ports/clock.js";
import type { Limits } from "../application/ports/limits.js";
import type { Template } from "../domain/template/template.js";
import type { Judge } from "./check-recipients.js";
import { createFacts } from "./facts.js";

/** Files that a command has read. */
export interface ReadFiles {
  readonly limits: Limits;
  readonly templates: ReadonlyMap<string, Template>;
}

/** The judge of single messages as a service that has sent nothing yet would be it; a command waits for no graph. */
export const judgeAlone = (config: Config, read: ReadFiles, clock: Clock = systemClock): Judge => {
  const hashes = createHashes(randomBytes(32));
  const limits = () => read.limits;
  const facts = createFacts(config, { current: () => read.templates }, limits);
  const forecastControls = createForecastControls({
    ...{ clock, hashes, limits },
    accountWatch: { spend: undefined, spentUp: undefined },
    moneyLedger: createMemoryMoneyLedger({ clock }),
    recipientLog: createMemoryRecipientLog({ clock }),
  });
  const gatherFacts = createGatherFacts({
    ...{ forecastControls, hashes },
    deadNumbers: createMemoryDeadNumbers({ clock }),
    optOuts: { standing: async () => undefined },
  });
  const judge = createJudgeRequest({ clock, facts, gatherFacts, smsRequested });
  const preview: Judge["preview"] = async (body, caller, then) => {
    const judged = await judge(body, caller, then);
    return judged.kind === "invalid" ? judged : judged.decision;
  };
  return { clock, facts, preview };
};
