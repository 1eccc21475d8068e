import { ownRecord } from "../../../domain/own-record.js";
import type { Journal, JournalEntry, MessageNote, RecordedOutcome } from "../../../application/ports/journal.js";
import type { SettleAnswer } from "../../../domain/journal/settle-step.js";
import type { MessageState } from "../../../domain/journal/message-state.js";
import type { Argument } from "../server/connection.js";
import type { JournalIdentity } from "./journal-identity.js";
import type { Liveness } from "./liveness.js";
import { journalMark } from "./journal-mark.js";
import { journalOpen } from "./journal-open.js";
import type { OpenOutcome } from "./open-outcome.js";
import { openSealed } from "./open-sealed.js";
import { encodeOutcome } from "./outcome-codec.js";
import { scheduleKeys } from "./schedule-keys.js";
import type { Sealing } from "./sealing.js";
import { shardOf, shards } from "./shards.js";
import type { StepAnswer, Steps } from "./batched-steps.js";

interface JournalNeeds {
  readonly steps: Steps;
  readonly identity: JournalIdentity;
  /** See the port. */
  readonly born: Journal["born"];
  readonly liveness: Pick<Liveness, "self" | "isDead">;
  readonly sealing: Sealing;
  readonly openOutcome: OpenOutcome;
  /** A running number orders the requests of this process: of two that overtake each other, the younger one counts. */
  readonly nextAsked: () => number;
}

const recordOf = (id: string): string => `m:${id}`;

/** The journal in Redis; its steps are the ops of the .lua files in this folder. */
export const createRedisJournal = (needs: JournalNeeds): Journal => {
  const { steps, identity, born, liveness, sealing, openOutcome, nextAsked } = needs;
  const asker = liveness.self;

  /** A step that touches the record alone. */
  const ofRecord = (op: string, id: string, ...args: Argument[]) =>
    steps({ op, tag: shardOf(id), keys: [recordOf(id)], args });
  const promised = (op: string, id: string, keys: readonly string[], args: readonly Argument[]) =>
    steps({ op, tag: shardOf(id), keys: [recordOf(id), ...keys], args, promises: true });
  const ofDoubts = (op: string, ...args: string[]) =>
    Promise.all(shards.map((tag) => steps({ op, tag, keys: ["doubt"], args })));

  const sealNote = (id: string, note: MessageNote) => sealing.seal(JSON.stringify(note), `note:${id}`);
  const sealOutcome = (id: string, outcome: RecordedOutcome) =>
    sealing.seal(encodeOutcome(id, outcome), `outcome:${id}`);
  const openNote = (id: string, sealed: Buffer): MessageNote | undefined =>
    openSealed(sealing, sealed, `note:${id}`, (plain) =>
      ownRecord<MessageNote>("a message's note", plain.toString("utf8"), {
        class: "string",
        to: "string",
        trace: "array",
      }),
    );

  const entry = (messageId: string, [state, ...values]: StepAnswer): JournalEntry => {
    const [attempts, sends, outcome, note, line] = values as [number, number, Buffer, Buffer, unknown[]];
    const timeline = line.flatMap((value, at) =>
      at % 2 === 0 ? [{ state: value as MessageState, at: new Date(Number(line[at + 1])) }] : [],
    );
    return {
      messageId,
      state: state as MessageState,
      attempts,
      sends,
      timeline,
      outcome: openOutcome(messageId, outcome),
      note: openNote(messageId, note),
    };
  };

  /** Answers of every shard, once none of them names a doubt whose record is gone. */
  const doubts = async (op: string, ...args: string[]): Promise<readonly StepAnswer[]> => {
    const answers = await ofDoubts(op, ...args);
    const forgotten = await Promise.all(
      answers.flatMap(([, , old]) => (old as Buffer[]).map(String)).map((id) => forget(id)),
    );
    return forgotten.some(([word]) => word === "forgotten") ? doubts(op, ...args) : answers;
  };
  const forget = (id: string) =>
    steps({ op: "forgetDoubt", tag: shardOf(id), keys: [recordOf(id), "doubt"], args: [id] });

  return {
    receive: async (id, digest, first, note) => {
      const [word, answer] = await ofRecord("receive", id, digest, first, sealNote(id, note));
      if (word === "new" || word === "conflict") return { kind: word };
      return { kind: "repeated", answer: String(answer), published: word === "published" };
    },
    open: async (id, source, policy, leaseMs, keepUntil, payload = "") => {
      const ask = (dead: string) =>
        steps(journalOpen.step({ id, source, policy, leaseMs, keepUntil, payload, asker, asked: nextAsked(), dead }));
      const opened = (answer: StepAnswer) => journalOpen.answer(answer, (sealed) => openOutcome(id, sealed));
      const answer = await ask("");
      if (answer[0] !== "busy") return opened(answer);
      const holder = String(answer[2]);
      return opened((await liveness.isDead(holder)) ? await ask(holder) : answer);
    },
    mark: async (id, token, attempt, leaseMs) => {
      const [word] = await steps(journalMark.step({ id, token: String(token), attempt, asker, leaseMs }));
      return word as "ok" | "stale";
    },
    unmark: async (id, token, attempt) => {
      const [word] = await ofRecord("unmark", id, String(token), String(attempt), asker);
      return word as "ok" | "stale";
    },
    again: async (id, token, attempt) => {
      const [word] = await ofRecord("again", id, String(token), String(attempt), asker);
      return word as "again" | "in-doubt" | "stale";
    },
    settle: async (id, token, state, outcome) => {
      const args = [id, String(token), asker, state, sealOutcome(id, outcome)];
      const [answer] = (await promised("settle", id, ["doubt"], args)) as [SettleAnswer];
      if (answer === "refused")
        throw new Error(`A text of ${id} may have gone out: it cannot fail any more, settle it as in doubt`);
      return answer;
    },
    erase: async (id) => {
      const [word] = await ofRecord("erase", id);
      return word as "erased" | "kept";
    },
    announced: async (id, state) => {
      await ofRecord("announced", id, state);
    },
    park: async (id, token, due, body, note) => {
      const args = [
        id,
        String(token),
        asker,
        note.class,
        String(due.getTime()),
        sealing.seal(body, `body:${id}`),
        sealNote(id, note),
      ];
      const [word] = await promised("park", id, scheduleKeys, args);
      return word as "parked" | "full" | "stale";
    },
    read: async (id) => {
      const answer = await ofRecord("read", id);
      return answer[0] === "none" ? undefined : entry(id, answer);
    },
    inDoubt: async (limit) => {
      const found = await doubts("doubts", String(limit));
      const listed = found.flatMap(([, value]) => {
        const pairs = value as readonly Buffer[];
        return pairs.flatMap((id, at) =>
          at % 2 === 0 ? [{ messageId: String(id), since: new Date(Number(pairs[at + 1])) }] : [],
        );
      });
      return listed.sort((a, b) => a.since.getTime() - b.since.getTime()).slice(0, limit);
    },
    inDoubtCount: async () => {
      const counts = await doubts("doubtCount");
      return counts.reduce((sum, [, count]) => sum + Number(count), 0);
    },
    resolve: async (id, state, outcome) => {
      const [word] = await promised("resolve", id, ["doubt"], [id, state, sealOutcome(id, outcome)]);
      return word as "written" | "not-in-doubt";
    },
    born,
    stamp: () => identity.stamp(),
    knows: async (metadata) => {
      await identity.ensure();
      return identity.knows(metadata);
    },
    acceptLoss: (metadata) => identity.acceptLoss(metadata),
  };
};
