import { expect, test } from "vitest";
import { freshRecord, type JournalRecord } from "../../../src/domain/journal/journal-record.js";
import { openStep } from "../../../src/domain/journal/open-step.js";

const now = Date.UTC(2026, 10, 26);
const opening = {
  source: "o/0/1",
  policy: "resend-once",
  leaseMs: 10_000,
  keepUntil: 0,
  asker: "b",
  asked: 1,
  payload: "p",
  dead: "",
} as const;
const held = { token: 1, source: "o/0/1", asker: "a", leaseUntil: now + 4_000 };

test.each<
  [why: string, record: Partial<JournalRecord> | undefined, change: Partial<typeof opening> | object, answer: object]
>([
  ["nobody has heard of it", undefined, {}, { kind: "go", token: 1, sends: 0, attempts: 0 }],
  ["its own source takes it over", { ...held, state: "open" }, {}, { kind: "go", token: 2 }],
  ["another run holds it", { ...held, state: "open" }, { source: "o/0/2" }, { kind: "busy", ms: 4_000 }],
  ["nobody takes over what is sending", { ...held, state: "sending", sends: 1 }, {}, { kind: "busy", ms: 4_000 }],
  [
    "its run died while sending once",
    { ...held, state: "sending", sends: 1, leaseUntil: now },
    {},
    { kind: "go", sends: 1 },
  ],
  [
    "and may not send again",
    { ...held, state: "sending", sends: 1, leaseUntil: now },
    { policy: "never-resend" },
    { kind: "in-doubt", token: 2 },
  ],
  [
    "two texts may be out",
    { ...held, state: "sending", sends: 2, leaseUntil: now },
    {},
    { kind: "in-doubt", token: 2 },
  ],
  ["it waits in the schedule", { ...held, state: "deferred" }, {}, { kind: "parked" }],
  ["its turn has come", { ...held, state: "deferred" }, { source: "due" }, { kind: "go", token: 2 }],
  ["it ended", { ...held, state: "failed" }, { asker: "a" }, { kind: "settled", state: "failed", told: "no" }],
  ["it ended in another process, which may be telling it", { ...held, state: "sent" }, {}, { told: "perhaps" }],
  ["it ended in a process that died", { ...held, state: "sent" }, { dead: "a" }, { told: "no" }],
  ["it ended by another copy of its event", { ...held, state: "sent" }, { source: "o/0/2" }, { told: "no" }],
  [
    "it ended, and its event was told",
    { ...held, state: "sent", announced: true },
    {},
    { kind: "settled", told: "yes" },
  ],
  [
    "it ended, and another copy of its event was told",
    { ...held, state: "sent", announced: true },
    { source: "o/0/2" },
    { kind: "settled", told: "no" },
  ],
  ["another payload used its id and ended", { ...held, state: "sent", payload: "q" }, {}, { kind: "conflict" }],
  ["another payload used its id and waits", { ...held, state: "deferred", payload: "q" }, {}, { kind: "conflict" }],
  ["another payload used its id and is on its way", { ...held, state: "open", payload: "q" }, {}, { kind: "conflict" }],
  [
    "what was parked is the record's own",
    { ...held, state: "deferred", payload: "q" },
    { source: "due" },
    { kind: "go", token: 2 },
  ],
  ["an earlier version kept no payload", { ...held, state: "deferred", payload: "" }, {}, { kind: "parked" }],
  ["a payload that nobody knows", { ...held, state: "deferred", payload: "q" }, { payload: "" }, { kind: "parked" }],
  ["its holder died", { ...held, state: "open" }, { source: "o/0/2", dead: "a" }, { kind: "go", token: 2, sends: 0 }],
  [
    "its holder died while sending",
    { ...held, state: "sending", sends: 1 },
    { dead: "a" },
    { kind: "go", token: 2, sends: 1 },
  ],
  [
    "another process died",
    { ...held, state: "sending", sends: 1 },
    { dead: "c" },
    { kind: "busy", ms: 4_000, asker: "a" },
  ],
  [
    "a younger request of the same process came first",
    { ...held, state: "open", asker: "b", asked: 2 },
    {},
    { kind: "busy", ms: 1 },
  ],
])("%s", (_, change, asked, answer) => {
  const record = change === undefined ? undefined : { ...freshRecord, ...change };
  const stepped = openStep(record, { ...opening, ...asked }, now);
  expect(stepped.answer).toMatchObject(answer);
  const claimed = stepped.answer.kind === "go" || stepped.answer.kind === "in-doubt";
  expect(stepped.record === record).toBe(!claimed);
  if (claimed) expect(stepped.record?.leaseUntil).toBe(now + opening.leaseMs);
});
