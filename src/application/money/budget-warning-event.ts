import { ceHeaders } from "../message/ce-headers.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { BudgetWarning } from "../ports/money-ledger.js";

const topic = "sms.budget_warning";

/** `sms.budget_warning`: one per scope, period, level and limit; told again it has the same `ce_id`. */
export const budgetWarningEvent = (hashes: Hashes, warning: BudgetWarning, at: Date): OutgoingEvent => {
  const { level, limit, period, scope } = warning;
  return {
    topic,
    key: scope,
    value: JSON.stringify(warning),
    headers: ceHeaders({ topic, id: hashes.uuid([topic, scope, period, level, limit].join("\n")), at }),
  };
};
