import type { ReceiptState } from "../../src/domain/receipt/receipt-state.js";

/** Small, fast and the same every time (mulberry32). */
const dice = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

export interface PlannedLine {
  readonly log: string;
  readonly at: Date;
  readonly text: string;
  /** It comes into the log so much later than its own time. */
  readonly lateMs: number;
}

const hourMs = 3_600_000;
const success = "sns/ap-south-1/000000000000/DirectPublishToPhoneNumber";

type Word = "carrier" | "handset" | "failed" | "unknown";
const said = {
  carrier: ["SUCCESS", "Message has been accepted by phone carrier"],
  handset: ["SUCCESS", "Message has been accepted by phone"],
  failed: ["FAILURE", "Phone is currently unreachable/unavailable"],
  unknown: ["UNKNOWN", "Unknown error attempting to reach phone"],
} as const;

/** What receipts a text gets, how often of a hundred, and the end they come to, in whatever order. */
const plans: readonly (readonly [percent: number, words: readonly Word[], end: ReceiptState["status"]])[] = [
  [60, ["carrier"], "carrier-accepted"],
  [15, ["handset"], "delivered"],
  [8, ["failed"], "undelivered"],
  [5, ["carrier", "handset"], "delivered"],
  [5, ["carrier", "failed"], "undelivered"],
  [3, ["failed", "handset"], "delivered"],
  [2, ["carrier", "unknown"], "unknown"],
  [2, [], "sent"],
];

/**
 * Texts and their delivery logs: 5 % of the lines come twice, 5 % come 70 h late, a fifth of the texts share a millisecond, and
 * a text's own lines are in no order.
 */
export const plannedReceipts = (count: number, from: number, seed: number) => {
  const roll = dice(seed);
  const texts: { messageId: string; providerMessageId: string; early: boolean }[] = [];
  const lines: PlannedLine[] = [];
  const ends = new Map<string, ReceiptState["status"]>();
  for (let at = 0; at < count; at += 1) {
    const id = String(at).padStart(12, "0");
    const [messageId, providerMessageId] = [`00000000-0000-5000-8000-${id}`, `11111111-0000-4000-8000-${id}`];
    // Of every tenth the receipt comes before we know of it.
    texts.push({ messageId, providerMessageId, early: at % 10 === 0 });
    let left = roll() * 100;
    const plan = plans.find(([percent]) => {
      left -= percent;
      return left < 0;
    });
    const [, words, end] = plan ?? plans[0]!;
    ends.set(providerMessageId, end);
    const acceptedAt = at % 5 === 0 ? from + 1_000 : from + Math.floor(roll() * 60_000);
    for (const word of words) {
      const [status, providerResponse] = said[word];
      const text = JSON.stringify({
        notification: {
          messageId: providerMessageId,
          timestamp: new Date(acceptedAt).toISOString().replace("T", " ").replace("Z", ""),
        },
        delivery: {
          destination: "+919876543210",
          priceInUSD: 0.0129,
          numberOfMessageParts: 2,
          smsType: "Transactional",
          providerResponse,
        },
        status,
      });
      const line = {
        ...{ log: status === "FAILURE" ? `${success}/Failure` : success, text },
        at: new Date(at % 5 === 0 ? acceptedAt : acceptedAt + Math.floor(roll() * 5_000)),
        lateMs: roll() < 0.05 ? 70 * hourMs : 0,
      };
      lines.push(line);
      if (roll() < 0.05) lines.push(line);
    }
  }
  for (let at = lines.length - 1; at > 0; at -= 1) {
    const other = Math.floor(roll() * (at + 1));
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  }
  return { texts, lines, ends };
};
