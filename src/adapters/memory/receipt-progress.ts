import type { Clock } from "../../application/ports/clock.js";
import { receiptsComeMs } from "../../application/ports/receipt-index.js";
import type { ReceiptProgress } from "../../application/ports/receipt-progress.js";

interface ProgressNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly mostTaken?: number;
}

const defaultMostTaken = 500_000;
/** A line may be read again until it leaves the sweep, which may take a while. */
const marginMs = 6 * 3_600_000;

/** In this process only. */
export const createMemoryReceiptProgress = (needs: ProgressNeeds): ReceiptProgress => {
  const { clock, mostTaken = defaultMostTaken } = needs;
  const watermarks = new Map<string, Date>();
  /** Line ids and when they go, the oldest first. */
  const taken = new Map<string, number>();
  let reader = { owner: "", until: 0, token: 0 };
  const now = () => clock.now().getTime();

  return {
    lease: async (owner, ms) => {
      if (reader.owner !== owner && reader.until > now()) return undefined;
      const token = reader.owner === owner ? reader.token : reader.token + 1;
      reader = { owner, until: now() + ms, token };
      return token;
    },
    release: async (owner) => {
      if (reader.owner === owner) reader = { ...reader, owner: "", until: 0 };
    },
    watermark: async (log) => watermarks.get(log),
    advance: async (log, token, at) => {
      if (token !== reader.token || reader.owner === "") return false;
      if (at > (watermarks.get(log) ?? new Date(0))) watermarks.set(log, at);
      return true;
    },
    untaken: async (ids) => ids.filter((id) => (taken.get(id) ?? 0) <= now()),
    taken: async (ids) => {
      for (const id of ids) {
        taken.delete(id);
        taken.set(id, now() + receiptsComeMs + marginMs);
      }
      for (const [id, until] of taken)
        if (until <= now() || taken.size > mostTaken) taken.delete(id);
        else break;
    },
  };
};
