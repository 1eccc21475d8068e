import { randomBytes } from "node:crypto";
import type {
  Journal,
  JournalEntry,
  MessageNote,
  MessageState,
  OpenAnswer,
  RecordedOutcome,
} from "../../../application/ports/journal.js";
import type { Identity } from "./identity.js";
import { stateCodes } from "./lua-records.js";
import { decodeOutcome, encodeOutcome } from "./outcome-codec.js";
import type { Sealing } from "./sealing.js";
import { shardOf } from "./shards.js";
import type { Everywhere, Steps } from "./steps.js";

interface JournalNeeds {
  readonly steps: Steps;
  readonly everywhere: Everywhere;
  readonly identity: Identity;
  readonly sealing: Sealing;
}

const codeOf = (state: MessageState): string => String(stateCodes.indexOf(state));
const marks = ["stale", "ok"] as const;
const agains = ["stale", "again", "in-doubt"] as const;
const settles = ["stale", "written", "double"] as const;
const parks = ["stale", "parked", "full"] as const;

/** The journal in Redis (DESIGN.md, the journal); its steps are the ops of lua-records.ts and lua-schedule.ts. */
export const createRedisJournal = ({ steps, everywhere, identity, sealing }: JournalNeeds): Journal => {
  /** With a running number: of two requests of this process that overtake each other, the younger one counts. */
  const asker = randomBytes(6).toString("base64url");
  let asked = 0;

  const step = (op: string, id: string, ...args: (string | Buffer)[]) => steps(op, shardOf(id), [id, ...args]);
  const one = async (op: string, id: string, ...args: (string | Buffer)[]) => Number(await step(op, id, ...args));

  const sealNote = (id: string, note: MessageNote) => sealing.seal(JSON.stringify(note), `note:${id}`);
  const sealOutcome = (id: string, outcome: RecordedOutcome) => sealing.seal(encodeOutcome(outcome), `outcome:${id}`);
  const openOutcome = (id: string, sealed: Buffer): RecordedOutcome | undefined => {
    const plain = sealing.open(sealed, `outcome:${id}`);
    return plain === undefined ? undefined : decodeOutcome(plain);
  };
  const openNote = (id: string, sealed: Buffer): MessageNote | undefined => {
    const plain = sealing.open(sealed, `note:${id}`);
    return plain === undefined ? undefined : JSON.parse(plain.toString("utf8"));
  };

  const opened = (id: string, reply: readonly unknown[]): OpenAnswer => {
    const [kind, ...rest] = reply;
    const [a, b, c] = rest as number[];
    switch (kind) {
      case 0:
        return { kind: "go", token: a!, sends: b!, attempts: c! };
      case 1:
        return { kind: "busy", ms: a! };
      case 2:
        return { kind: "parked" };
      case 3: {
        const outcome = openOutcome(id, rest[1] as Buffer);
        if (outcome === undefined) return { kind: "unreadable" };
        return { kind: "settled", state: stateCodes[a!] as "sent" | "failed" | "in-doubt", outcome };
      }
      case 4:
        return { kind: "in-doubt", token: a!, attempts: b! };
      default:
        return { kind: "unreadable" };
    }
  };

  const entry = (id: string, reply: readonly unknown[]): JournalEntry => {
    const [state, attempts, sends, outcome, note, line] = reply as [number, number, number, Buffer, Buffer, number[]];
    const timeline = line.flatMap((value, at) =>
      at % 2 === 0 ? [{ state: stateCodes[value]!, at: new Date(line[at + 1]!) }] : [],
    );
    return {
      messageId: id,
      state: stateCodes[state]!,
      attempts,
      sends,
      timeline,
      outcome: openOutcome(id, outcome),
      note: openNote(id, note),
    };
  };

  return {
    receive: async (id, digest, answer, note) => {
      const reply = await step("receive", id, digest, answer, sealNote(id, note));
      if (!Array.isArray(reply)) return { kind: reply === 0 ? "new" : "conflict" };
      return { kind: "repeated", answer: String(reply[1]), published: reply[2] === 1 };
    },
    open: async (id, source, policy, leaseMs, keepUntil) => {
      asked += 1;
      const resend = policy === "resend-once" ? "1" : "0";
      const keep = String(keepUntil.getTime());
      const reply = await step("open", id, source, resend, String(leaseMs), keep, asker, String(asked));
      return opened(id, reply as readonly unknown[]);
    },
    mark: async (id, token, attempt, leaseMs) =>
      marks[await one("mark", id, String(token), String(attempt), String(leaseMs))]!,
    unmark: async (id, token, attempt) => marks[await one("unmark", id, String(token), String(attempt))]!,
    again: async (id, token, attempt) => agains[await one("again", id, String(token), String(attempt))]!,
    settle: async (id, token, state, outcome) => {
      const answer = settles[await one("settle", id, String(token), codeOf(state), sealOutcome(id, outcome))];
      if (answer === undefined)
        throw new Error(`A text of ${id} may have gone out: it cannot fail any more, settle it as in doubt`);
      return answer;
    },
    park: async (id, token, due, body, note) => {
      const sealed = sealing.seal(body, `body:${id}`);
      return parks[await one("park", id, String(token), String(due.getTime()), sealed, sealNote(id, note))]!;
    },
    read: async (id) => {
      const reply = await step("read", id);
      return Array.isArray(reply) ? entry(id, reply) : undefined;
    },
    inDoubt: async (limit) => {
      const found = await everywhere("doubts", [String(limit)]);
      const listed = (found as Buffer[][]).flatMap((pairs) =>
        pairs.flatMap((id, at) =>
          at % 2 === 0 ? [{ messageId: String(id), since: new Date(Number(pairs[at + 1])) }] : [],
        ),
      );
      return listed.sort((a, b) => a.since.getTime() - b.since.getTime()).slice(0, limit);
    },
    inDoubtCount: async () => {
      const counts = await everywhere("doubtCount", []);
      return counts.reduce<number>((sum, count) => sum + Number(count), 0);
    },
    resolve: async (id, state, outcome) =>
      (await one("resolve", id, codeOf(state), sealOutcome(id, outcome))) === 1 ? "written" : "not-in-doubt",
    born: () => identity.ensure(),
    knows: async (metadata) => metadata === (await identity.ensure()) || identity.isAccepted(metadata),
    acceptLoss: (metadata) => identity.acceptLoss(metadata),
  };
};
