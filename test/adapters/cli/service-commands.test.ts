import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { AskedMessages } from "../../../src/adapters/cli/publish.js";
import { runProgram } from "../../../src/adapters/cli/program.js";
import { ServiceAway } from "../../../src/adapters/cli/service-away.js";
import type { ServiceAnswer } from "../../../src/adapters/cli/service-client.js";
import type { TailedEvent } from "../../../src/adapters/cli/tail.js";
import { fakeTerminal } from "../../support/fake-terminal.js";

interface World {
  /** What the service answers, one after the other; an error is thrown. */
  readonly answers?: readonly (ServiceAnswer | Error)[];
  readonly input?: readonly (string | Buffer)[];
  /** Why nothing is published. */
  readonly refusal?: string;
  readonly samples?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What each look at Kafka tells; an error is thrown. */
  readonly onKafka?: readonly (readonly TailedEvent[] | Error)[];
  /** The messages of what is published. */
  readonly asked?: AskedMessages;
  /** Somebody types and reads. */
  readonly isPerson?: boolean;
  /** Of the terminal; none: there is none to ask. */
  readonly columns?: number;
}

const run = async (argv: readonly string[], world: World = {}) => {
  const {
    answers = [],
    asked = { ids: [] },
    columns,
    environment = {},
    input,
    isPerson,
    onKafka,
    refusal,
    samples = {},
  } = world;
  const { terminal: plain, written } = fakeTerminal(input);
  const terminal = { ...plain, columns, environment, isPerson };
  const reached: unknown[] = [];
  const calls: unknown[][] = [];
  const published: unknown[][] = [];
  let elapsed = 0;
  /** Sleeping takes no time but its own. */
  const clock = {
    monotonic: () => elapsed,
    sleep: async (ms: number) => {
      elapsed += ms;
    },
  };
  const none = () => {
    throw new Error("No text command is asked for here");
  };
  const code = await runProgram(
    argv,
    {
      call: async (...args) => {
        calls.push(args);
        // The last answer stays.
        const answer = answers[Math.min(calls.length, answers.length) - 1]!;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      clock,
      publishEvent: async (topic, value, key) => {
        published.push([topic, value.toString("latin1"), key]);
        return refusal === undefined ? { id: "e-1", asked: async () => asked } : { refusal };
      },
      newEvents: async () => {
        const looks = onKafka?.values();
        if (looks === undefined) return undefined;
        return async () => {
          const { value } = looks.next();
          if (value instanceof Error) throw value;
          return value ?? [];
        };
      },
      sampleOf: async (topic) => (samples[topic] === undefined ? undefined : Buffer.from(samples[topic])),
      reach: (given) => void reached.push(given),
      serve: async () => {
        terminal.output.write("served\n");
        return 0;
      },
      showConfig: async (json) => {
        terminal.output.write(`config ${json}\n`);
        return 1;
      },
      simulator: async () => 0,
      version: "1.2.3",
      bulk: none,
      download: none,
      ...{
        checkFile: none,
        limitsFaults: none,
        defaultCountry: none,
        judge: none,
        pricePerPart: none,
        templates: none,
      },
    },
    terminal,
  );
  return { code, calls, published, reached, ...written };
};

const to = "+919876543210";
const id = "5f9d2c60-9d3f-5f1e-8f0a-1d7b6c1f0a11";
const accepted = { messageId: id, state: "received", encoding: "GSM-7", segments: 1, estimatedCost: null };
const taken: ServiceAnswer = { status: 202, body: accepted };
const wait = { until: "2026-11-23T04:30:00.000Z", because: "quiet-hours/IN, 22:30: it waits" };
const away = new ServiceAway("No service answers at http://x");
const problemOf = (status: number, code: string, errors?: unknown): ServiceAnswer => ({
  status,
  body: { code, detail: "because", errors },
});
const message = (state: string, outcome: unknown = null): ServiceAnswer => ({
  status: 200,
  body: {
    ...{ messageId: id, state, class: "transactional", to: "+9198••••3210", outcome },
    timeline: [{ at: "2026-11-22T10:00:00.000Z", state: "received" }],
    trace: [{ rule: "number", verdict: "pass", observed: "IN MOBILE", consequence: "a number that gets texts" }],
  },
});

describe("the program", () => {
  test.each<[string, readonly string[], number, string]>([
    ["without a command and a terminal it serves", [], 0, "served\n"],
    ["where it is told to", ["serve"], 0, "served\n"],
    ["its version", ["--version"], 0, "1.2.3\n"],
    ["the exit code is the command's", ["config"], 1, "config false\n"],
    ["--json reaches the command", ["config", "--json"], 1, "config true\n"],
  ])("%s", async (_, argv, code, output) =>
    expect(await run(argv)).toMatchObject({ code, output, errors: "", calls: [] }),
  );

  test.each<[string, readonly string[], string]>([
    ["no such command, and the one that was meant", ["sned"], "there is no command sned; did you mean send? see"],
    ["none that is near", ["pizza"], "there is no command pizza; see sms --help"],
    ["a group's command that is none", ["otp", "verfy", to, "1"], "Did you mean verify?"],
    ["another one, where a bare noun lists", ["dead-letters", "lst"], "there is no command lst; did you mean list?"],
    ["within a group of a group", ["account", "sandbox", "lits"], "see sms account sandbox --help"],
    ["help on what is none", ["help", "pizza"], "Usage: sms"],
    ["an option that is none", ["config", "--yaml"], "unknown option '--yaml'"],
    ["what is missing", ["send"], "missing required argument 'number'"],
    ["a text that was not quoted is not cut to its first word", ["send", to, "Hello", "world"], "too many arguments"],
    ["a group without a command", ["otp"], "Usage: sms otp"],
    ["neither text nor template", ["send", to], "give either a text or --template NAME"],
    ["both", ["send", to, "a", "--template", "x"], "give either a text or --template NAME"],
    ["variables that are no object", ["send", to, "--template", "x", "--variables", "[]"], "must be a JSON object"],
    ["parts that are no number, which would travel as null", ["send", to, "a", "--max-parts", "two"], "whole number"],
    ["an end that is none", ["in-doubt", "resolve", id, "--as", "perhaps"], "--as takes sent or failed"],
    ["no end", ["in-doubt", "resolve", id], "--as takes sent or failed"],
    ["no event at a terminal", ["publish", "sms.requested"], "no event given; name a FILE"],
    ["a file and the sample", ["publish", "sms.requested", "f", "--sample"], "either a FILE or --sample"],
  ])("bad usage, exit 2, nobody is called: %s", async (_, argv, errors) => {
    const ran = await run(argv);
    expect(ran).toMatchObject({ code: 2, output: "", calls: [], published: [] });
    expect(ran.errors).toContain(errors);
  });

  test("a bare noun is its list, else what it shows, with all of its options; one that has neither is help", async () => {
    const answers = [{ status: 200, body: {} }, away];
    for (const [noun, path] of [
      ["campaign", "/v1/campaigns"],
      ["dead-letters", "/v1/dead-letters"],
      ["scheduled", "/v1/scheduled"],
      ["in-doubt", "/v1/in-doubt"],
      ["opt-outs", "/v1/opt-outs"],
      ["webhooks", "/v1/webhooks"],
      ["audit", "/v1/audit"],
      ["account", "/v1/account"],
      ["account sandbox", "/v1/account/sandbox-numbers"],
    ] as const) {
      const bare = await run(noun.split(" "), { answers: answers.slice(1) });
      expect([noun, bare.calls[0]?.slice(0, 2)]).toEqual([noun, ["GET", path]]);
      const { output } = await run([...noun.split(" "), "--help"]);
      expect([noun, output]).toEqual([
        noun,
        expect.stringMatching(/Without a command: (list|show)\. Its options: sms .* (list|show) --help\n$/u),
      ]);
    }
    const { calls } = await run(["dead-letters", "--cause", "bad-json", "--url", "http://y"], { answers });
    expect(calls).toEqual([["GET", "/v1/dead-letters?cause=bad-json"]]);
    for (const noun of ["otp", "keys", "limits", "receipts", "journal", "consent"])
      expect(await run([noun])).toMatchObject({ code: 2, errors: expect.stringContaining(`Usage: sms ${noun}`) });
  });

  test("who gave no right key is told where a command line names one", async () =>
    expect(await run(["dead-letters"], { answers: [problemOf(401, "unauthorized")] })).toMatchObject({
      code: 1,
      errors: "unauthorized: because\n  name the key with --key or SMS_API_KEY\n",
    }));

  test("with --json a refusal is one object on a line of the output", async () => {
    const problem = problemOf(422, "invalid-event", [{ pointer: "/to", message: "is no string" }]);
    for (const argv of [
      ["send", to, "a"],
      ["explain", id],
      ["otp", "send", to],
      ["journal", "accept-loss"],
    ]) {
      const ran = await run([...argv, "--json"], { answers: [problem] });
      expect(ran).toMatchObject({ code: 1, errors: "" });
      expect(JSON.parse(ran.output)).toEqual({ status: 422, ...problem.body });
    }
  });

  test("codes are for a login unless another purpose is named", async () => {
    expect((await run(["otp", "verify", to, "012345"], { answers: [{ status: 200, body: {} }] })).calls).toEqual([
      ["POST", "/v1/otp/verify", expect.objectContaining({ purpose: "login" })],
    ]);
  });

  test.each<[string, readonly string[]]>([
    ["send", ["send", to, "a"]],
    ["explain", ["explain", id]],
    ["in-doubt list", ["in-doubt", "list"]],
    ["in-doubt resolve", ["in-doubt", "resolve", id, "--as", "sent"]],
    ["otp send", ["otp", "send", to, "--purpose", "login"]],
    ["otp verify", ["otp", "verify", to, "012345", "--purpose", "login"]],
    ["journal accept-loss", ["journal", "accept-loss"]],
  ])(
    "%s: a refusal is told with every faulty field, a service that is away by its address; exit 1",
    async (_, argv) => {
      const errors = [
        { pointer: "/to", message: "is no string" },
        { pointer: "", message: "is no object" },
      ];
      expect(await run(argv, { answers: [problemOf(422, "invalid-event", errors)] })).toMatchObject({
        code: 1,
        output: "",
        errors: "invalid-event: because\n  /to: is no string\n  /: is no object\n",
      });
      const inJson = await run([...argv, "--json"], { answers: [problemOf(422, "invalid-event", errors)] });
      expect([inJson.code, inJson.errors]).toEqual([1, ""]);
      expect(JSON.parse(inJson.output)).toMatchObject({ status: 422, code: "invalid-event", errors });
      expect(await run(argv, { answers: [{ status: 502, body: {} }] })).toMatchObject({
        code: 1,
        errors: "HTTP 502: no detail given\n",
      });
      expect(await run(argv, { answers: [away] })).toMatchObject({ code: 1, errors: `${away.message}\n` });
    },
  );
});

describe("where the service is", () => {
  test("--url and --key of any command that asks it go before the environment", async () =>
    expect(
      (await run(["explain", id, "--url", "http://y", "--key", "k"], { answers: [message("sent")] })).reached,
    ).toEqual([{ url: "http://y", key: "k" }]));

  /** Every command of the help, with its help: a group's commands stand in the group's own. */
  const commandsOf = async (path: readonly string[]): Promise<readonly (readonly [string, string])[]> => {
    const { code, output } = await run([...path, "--help"]);
    expect([path, code]).toEqual([path, 0]);
    const named = output.split("\nCommands:\n")[1] ?? "";
    const below = [...named.matchAll(/^ {2}([a-z][a-z-]*)/gmu)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "help");
    if (below.length === 0) return [[path.join(" "), output]];
    return (await Promise.all(below.map((name) => commandsOf([...path, name])))).flat();
  };
  /** They answer from this machine alone. */
  const alone = ["serve", "segments", "phone", "preview", "campaign check", "limits check", "config", "keys hash"];

  test("every command that asks it says so in its help, and no other", async () => {
    const commands = await commandsOf([]);
    const saying = commands.filter(([, help]) => /--url <url> .*SMS_URL.*--key <secret> .*SMS_API_KEY/su.test(help));
    const silent = commands.filter(([, help]) => !/SMS_API_KEY/u.test(help)).map(([path]) => path);
    expect(silent.toSorted()).toEqual(
      [...alone, "templates list", "templates lint", "templates preview", "templates types", "completion"].toSorted(),
    );
    expect(saying.length + silent.length).toBe(commands.length);
    expect(saying.length).toBeGreaterThan(50);
  });

  test("where there is nothing to list, a person is told so, and a program gets no line", async () => {
    const nothing = {
      ...{ campaigns: [], groups: [], letters: [], older: 0, messages: [], total: 0, webhooks: [], entries: [] },
      ...{ optOuts: [], texts: [], numbers: [], recipients: [], receipts: [] },
    };
    for (const words of [
      ...["campaign", "dead-letters", "scheduled", "in-doubt", "webhooks", "audit", "opt-outs", "find"],
      ...["account sandbox list", "consent review", "campaign recipients x", "receipts unparsed"],
    ]) {
      const answers = [{ status: 200, body: nothing }];
      const told = await run(words.split(" "), { answers });
      expect([words, told.code, `${told.errors}${told.output}`]).toEqual([
        words,
        0,
        expect.stringMatching(/^[^\n]+\n$/u),
      ]);
      expect([words, await run([...words.split(" "), "--json"], { answers })]).toMatchObject([
        words,
        { code: 0, output: "" },
      ]);
    }
  });
});

test("of a person who chose nothing the history says so", async () => {
  const answers = [{ status: 200, body: { to: "+9198••••3210", entries: [] } }];
  expect(await run(["opt-outs", "history", to], { answers })).toMatchObject({
    ...{ code: 0, output: "", errors: "nothing is known that this person chose\n" },
  });
});

describe("help", () => {
  test.each<[string, readonly string[], World, string]>([
    ["a bare command of a person", [], { isPerson: true }, "Usage: sms "],
    ["help", ["help"], {}, "Usage: sms "],
    ["of a command", ["help", "send"], {}, "Usage: sms send "],
  ])("%s", async (_, argv, world, usage) => {
    const { code, errors, output } = await run(argv, world);
    expect([code, errors, output]).toEqual([0, "", expect.stringContaining(usage)]);
  });

  test("a person who says serve is served", async () =>
    expect((await run(["serve"], { isPerson: true })).output).toBe("served\n"));
});

describe("send", () => {
  test("every option has its field, as sms.requested names it", async () => {
    const options = ["--class", "promotional", "--locale", "hi", "--sender", "PIZZA", "--optimize", "--max-parts", "2"];
    const more = ["--send-at", "2026-11-22T10:00:00Z", "--reference", "r-1", "--idempotency-key", "k-1"];
    const { calls } = await run(["send", to, "Hello", ...options, ...more], { answers: [taken] });
    const body = { to, text: "Hello", class: "promotional", locale: "hi", senderId: "PIZZA", optimize: true };
    expect(JSON.parse(JSON.stringify(calls))).toEqual([
      [
        ...["POST", "/v1/messages"],
        { ...body, maxParts: 2, sendAt: "2026-11-22T10:00:00Z", reference: "r-1" },
        { "idempotency-key": "k-1" },
      ],
    ]);
  });

  test("a template with its variables", async () => {
    const { calls } = await run(["send", to, "--template", "t", "--variables", '{"a":1}'], { answers: [taken] });
    expect(calls[0]![2]).toMatchObject({ to, template: "t", variables: { a: 1 } });
  });

  test("accepted: the id and the next command, or the answer as it is", async () => {
    expect(await run(["send", to, "a"], { answers: [taken] })).toMatchObject({
      code: 0,
      output: `accepted ${id} (GSM-7, 1 part); follow it with: sms explain ${id}\n`,
    });
    const later = { ...taken, body: { ...accepted, ...wait } };
    expect((await run(["send", to, "a"], { answers: [later] })).output).toBe(
      `accepted ${id} (GSM-7, 1 part); it waits until ${wait.until}, because ${wait.because}; follow it with: sms explain ${id}\n`,
    );
    const { code, output } = await run(["send", to, "a", "--json"], { answers: [taken] });
    expect([code, JSON.parse(output)]).toEqual([0, accepted]);
  });

  test.each<[string, readonly (ServiceAnswer | Error)[], number, string, string]>([
    [
      "sent, with the provider's own id",
      [message("open"), message("sent", { reason: null, providerMessageId: "p-1" })],
      0,
      `sent ${id} (provider id p-1)\n`,
      "",
    ],
    [
      "failed, and why",
      [message("failed", { reason: "opted-out", detail: "They said STOP" })],
      1,
      `failed ${id}: opted-out, They said STOP\n`,
      "",
    ],
    ["in doubt is not sent", [message("in-doubt")], 1, `in-doubt ${id}\n`, ""],
    [
      "the service may be away for a while",
      [problemOf(503, "unavailable"), away, message("sent")],
      0,
      `sent ${id}\n`,
      "",
    ],
    [
      "a key that may not read is told at once, with the id",
      [problemOf(403, "forbidden")],
      1,
      "",
      `sms send: ${id} is accepted, but it cannot be followed\nforbidden: because\n`,
    ],
    [
      "ten minutes are enough",
      [message("open")],
      1,
      "",
      `sms send: ${id} is still open after 10 minutes; see: sms explain ${id}\n`,
    ],
    [
      "what waits is said, and not followed",
      [message("open"), { ...message("deferred"), body: { ...message("deferred").body, ...wait } }],
      0,
      `${id} waits until ${wait.until}, because ${wait.because}; see: sms explain ${id}\n`,
      "",
    ],
    [
      "parked by a version that did not say why",
      [message("deferred")],
      0,
      `${id} waits in the schedule; see: sms explain ${id}\n`,
      "",
    ],
  ])("--wait: %s", async (_, answers, code, output, errors) => {
    const ran = await run(["send", to, "a", "--wait"], { answers: [taken, ...answers] });
    expect(ran).toMatchObject({ code, output: `accepted ${id} (GSM-7, 1 part)\n${output}`, errors });
    expect(ran.calls[1]).toEqual(["GET", `/v1/messages/${id}`]);
  });

  test("--wait --json is the message as it ended", async () => {
    const { errors, output } = await run(["send", to, "a", "--wait", "--json"], { answers: [taken, message("sent")] });
    expect(JSON.parse(output)).toEqual(message("sent").body);
    expect(errors).toBe(`accepted ${id} (GSM-7, 1 part)\n`);
  });
});

describe("explain", () => {
  test("state, why, timeline, checks", async () => {
    const answers = [message("failed", { reason: "opted-out", detail: "They said STOP" })];
    expect((await run(["explain", id], { answers })).output).toBe(
      [
        `${id}  failed  transactional  to +9198••••3210`,
        "why: opted-out. They said STOP",
        "timeline",
        "  2026-11-22T10:00:00.000Z  received",
        "checks",
        "  ok    number: IN MOBILE; a number that gets texts",
        "",
      ].join("\n"),
    );
  });

  test("what a receipt told, with the price", async () => {
    const receipt = { providerResponse: "accepted", carrier: null, actualCost: { micros: 6_450, currency: "USD" } };
    const answers = [{ status: 200, body: { ...message("delivered").body, receipt } }];
    expect((await run(["explain", id], { answers })).output).toContain("\nreceipt: accepted, USD 0.00645\n");
  });

  test("what is not known yet has no place", async () => {
    const answers = [{ status: 200, body: { ...message("received").body, class: null, to: null, trace: [] } }];
    const { output } = await run(["explain", id], { answers });
    expect(output).toBe(`${id}  received\ntimeline\n  2026-11-22T10:00:00.000Z  received\n`);
  });

  test("--json is the answer; an id is one step of the path", async () => {
    const { calls, output } = await run(["explain", "a/../b", "--json"], { answers: [message("sent")] });
    expect(JSON.parse(output)).toEqual(message("sent").body);
    expect(calls).toEqual([["GET", "/v1/messages/a%2F..%2Fb"]]);
  });
});

describe("the width of a terminal", () => {
  const found = {
    ...{ messageId: id, to: "+9198••••3210", class: "transactional", status: "failed", reason: "gateway-unavailable" },
    ...{
      template: "restaurant_new_order_alert",
      acceptedAt: "2026-11-22T10:00:00.000Z",
      correlationId: "ORD-2024-001",
    },
  };
  const next = Buffer.from(`1764324000000.${id}`).toString("base64url");
  const searched = { status: 200, body: { messages: [found, { ...found, correlationId: null, reason: null }], next } };
  const detail = `The provider may have taken the text (it closed the connection before it answered); look it up there, then: sms in-doubt resolve ${id} --as sent|failed`;
  const told = message("in-doubt", { reason: "outcome-unknown", detail });
  const explained = {
    ...told,
    body: {
      ...told.body,
      trace: [
        {
          ...{ rule: "quiet-hours/IN", verdict: "defer", observed: "22:30 in Asia/Kolkata, a promotional text" },
          consequence: "it waits until 10:00 as TRAI's regulation of 2018 asks, in its third amendment",
        },
      ],
    },
  };
  const words = (text: string): readonly string[] => text.split(/\s+/u).filter((word) => word !== "");

  test("find writes a line a message where a program reads it", async () => {
    const piped = await run(["find"], { answers: [searched] });
    expect(piped.output.split("\n")).toHaveLength(3);
    expect(piped.errors).toBe(`more: --cursor ${next}\n`);
  });

  test.each([0, 60, 80, 200])("find fits %s columns, and every value is whole", async (columns) => {
    const { errors, output } = await run(["find"], { answers: [searched], columns });
    const wide = await run(["find"], { answers: [searched], columns: 1_000 });
    expect(wide.output.split("\n")).toHaveLength(3);
    expect(words(output)).toEqual(words(wide.output));
    expect(words(errors)).toEqual(["more:", "--cursor", next]);
    for (const line of [...output.split("\n"), ...(columns === 60 ? [] : errors.split("\n"))])
      expect(line.length).toBeLessThanOrEqual(columns || 80);
    expect(output.split("\n").filter((line) => line.startsWith("2026-11-22 10:00:00"))).toHaveLength(2);
  });

  test.each([undefined, 60, 80, 200])("explain fits %s columns, and its command is on one line", async (columns) => {
    const { output } = await run(["explain", id], { answers: [explained], columns: columns as number });
    const command = `sms in-doubt resolve ${id} --as sent|failed`;
    expect(output.replaceAll("\n", " ")).toContain(command);
    const lines = output.split("\n");
    expect(lines.some((line) => line.endsWith(command))).toBe(true);
    for (const line of lines.filter((one) => !one.includes(command)))
      expect(line.length).toBeLessThanOrEqual(columns ?? 80);
    expect(words(output)).toEqual(words((await run(["explain", id], { answers: [explained], columns: 1_000 })).output));
  });
});

describe("numbers of options", () => {
  test.each([
    ["campaign", "create", "people.csv", "--id", "x", "--text", "a", "--budget-micros", "5,000,000"],
    ["campaign", "create", "people.csv", "--id", "x", "--text", "a", "--budget-micros", ""],
    ["campaign", "create", "people.csv", "--id", "x", "--text", "a", "--rate", "ten"],
    ["campaign", "resume", "x", "--budget-micros", "1e6x"],
    ["find", "--limit", "many"],
  ])("%s %s: what is none is bad usage, and is not left out: %j", async (...argv) => {
    const ran = await run(argv, { answers: [taken] });
    expect([ran.code, ran.calls, ran.output]).toEqual([2, [], ""]);
    expect(ran.errors).toMatch(/^--(?:budget-micros|rate|limit) must be a number such as 20, and ".*" is none\n$/u);
  });
});

describe("tail", () => {
  const failed = (offset: number, reason: string | null): TailedEvent => ({
    ...{ topic: "sms.failed", offset: String(offset), timestamp: "2026-11-22T10:00:00.000Z" },
    value: { messageId: id, class: "otp", template: null, to, reason, detail: "because" },
  });
  const listed = (...events: object[]): ServiceAnswer => ({ status: 200, body: { events } });

  test("tells each event once, none that was there before, no number; ends when the service goes away", async () => {
    const answers = [
      listed(failed(9, "old")),
      listed(failed(9, "old"), failed(10, "new")),
      listed(failed(10, "new")),
      away,
    ];
    const ran = await run(["tail", "--topic", "sms.failed"], { answers });
    expect([ran.code, ran.output]).toEqual([1, `10:00:00  sms.failed       ${id}  otp  new: because\n`]);
    expect(ran.errors).toBe(`${away.message}\n`);
    expect(ran.calls[0]).toEqual(["GET", "/v1/events?topic=sms.failed"]);
  });

  test("--json is the event as it is", async () => {
    const answers = [listed(), listed(failed(0, null)), away];
    const { output } = await run(["tail", "--topic", "sms.failed", "--json"], { answers });
    expect(JSON.parse(output)).toEqual(failed(0, null));
  });

  test("on Kafka what comes is told likewise, and the service is not asked", async () => {
    const onKafka = [[], [failed(3, "new")], new Error("no broker answers")];
    const ran = await run(["tail"], { onKafka });
    expect([ran.code, ran.output]).toEqual([1, `10:00:00  sms.failed       ${id}  otp  new: because\n`]);
    expect(ran.calls).toEqual([]);
  });

  test("every topic that the service writes can be followed", async () => {
    const at = { offset: "1", timestamp: "2026-11-22T10:00:00.000Z" };
    const told: readonly (readonly [TailedEvent, string])[] = [
      [
        { ...at, topic: "sms.deferred", value: { messageId: id, until: "2026-11-23", because: "quiet-hours/IN" } },
        `sms.deferred     ${id}  until 2026-11-23  quiet-hours/IN`,
      ],
      [
        { ...at, topic: "campaign.state_changed", value: { campaignId: "c-1", state: "paused", because: "asked for" } },
        "campaign.state_changed  c-1  paused  asked for",
      ],
      [
        { ...at, topic: "sms.budget_warning", value: { scope: "day", level: 95, period: "2026-11-22" } },
        "sms.budget_warning  95 % of day",
      ],
      [
        { ...at, topic: "webhook.disabled", value: { webhookId: "w-1", reason: "it answers 410 Gone" } },
        "webhook.disabled  w-1  it answers 410 Gone",
      ],
      [{ ...at, topic: "sms.consent", value: null }, "sms.consent    "],
    ];
    for (const [event, line] of told) {
      const ran = await run(["tail", "--topic", event.topic], { onKafka: [[], [event], new Error("enough")] });
      expect(ran.output).toBe(`10:00:00  ${line}\n`);
    }
  });

  test.each<[string, readonly string[], World, number, string]>([
    ["a topic that is none", ["--topic", "sms.fail"], {}, 2, "did you mean sms.failed?"],
    [
      "a Kafka that is away",
      [],
      { onKafka: [new Error("no broker answers")] },
      1,
      "sms tail: Kafka cannot be read: no b",
    ],
    ["a key that may not", [], { answers: [problemOf(403, "forbidden")] }, 1, "forbidden: because"],
  ])("%s", async (_, argv, world, code, errors) => {
    const ran = await run(["tail", ...argv], world);
    expect([ran.code, ran.output, ran.errors]).toEqual([code, "", expect.stringContaining(errors)]);
  });
});

describe("in-doubt", () => {
  const since = "2026-11-22T10:00:00.000Z";
  const doubts = (total: number): ServiceAnswer => ({
    status: 200,
    body: { total, messages: [{ messageId: id, since }] },
  });

  test.each<[string, readonly string[], number, string]>([
    ["the list and its count", [], 1, `${id}  since ${since}\n1 in doubt\n`],
    ["more than are shown", [], 7, `${id}  since ${since}\n7 in doubt, 1 shown\n`],
    ["one object per line", ["--json"], 7, `{"messageId":"${id}","since":"${since}"}\n`],
  ])("list: %s", async (_, options, total, output) =>
    expect(await run(["in-doubt", "list", ...options], { answers: [doubts(total)] })).toMatchObject({
      code: 0,
      output,
    }),
  );

  test.each<[readonly string[], string]>([
    [[], `${id} is now sent; its outcome is published\n`],
    [["--json"], `{"messageId":"${id}","state":"sent"}\n`],
  ])("resolve %j", async (options, output) => {
    const answers = [{ status: 200, body: { messageId: id, state: "sent" } }];
    const ran = await run(["in-doubt", "resolve", id, "--as", "sent", ...options], { answers });
    expect(ran).toMatchObject({ code: 0, output, calls: [["POST", `/v1/in-doubt/${id}`, { as: "sent" }]] });
  });
});

describe("otp", () => {
  test("the code is a text: leading zeros arrive", async () => {
    const answers = [{ status: 200, body: { accepted: true } }];
    const argv = ["otp", "verify", to, "012345", "--purpose", "login", "--verification-id", id];
    const { calls, code, output } = await run(argv, { answers });
    expect([code, output]).toEqual([0, "accepted\n"]);
    expect(calls[0]).toEqual(["POST", "/v1/otp/verify", { to, code: "012345", purpose: "login", verificationId: id }]);
  });

  test("not accepted is exit 1, with --json too", async () => {
    const answers = [{ status: 200, body: { accepted: false, attemptsLeft: 2 } }];
    const argv = ["otp", "verify", to, "1", "--purpose", "login", "--json"];
    expect(await run(argv, { answers })).toMatchObject({ code: 1, output: '{"accepted":false,"attemptsLeft":2}\n' });
  });
});

test("journal accept-loss", async () =>
  expect(await run(["journal", "accept-loss"], { answers: [{ status: 200, body: {} }] })).toMatchObject({
    code: 0,
    output: "accepted: consumption goes on with a new journal\n",
    calls: [["POST", "/v1/journal/accept-loss", {}]],
  }));

describe("publish", () => {
  const folder = mkdtempSync(join(tmpdir(), "sms-publish-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "event.json");
  writeFileSync(file, '{"a":1}');
  const split = Buffer.from('{"é":1}');

  test.each<[string, readonly string[], World, unknown[]]>([
    ["a file's bytes", [file], {}, ["t", '{"a":1}', null]],
    ["its key", [file, "--record-key", "k"], {}, ["t", '{"a":1}', "k"]],
    ["standard input", [], { input: ["{", "}"] }, ["t", "{}", null]],
    [
      "a character between two chunks",
      [],
      { input: [split.subarray(0, 3), split.subarray(3)] },
      ["t", split.toString("latin1"), null],
    ],
    ["the sample where it is asked for", ["--sample"], { samples: { t: "{1}" } }, ["t", "{1}", null]],
  ])("%s", async (_, argv, world, expected) =>
    expect(await run(["publish", "t", ...argv], world)).toMatchObject({
      code: 0,
      output: "published e-1 to t\n",
      published: [expected],
    }),
  );

  test.each<[string, AskedMessages, string[], number, string, string]>([
    ["each text's end", { ids: ["m-1", "m-2"] }, ["sent", "delivered"], 0, "sent m-1\ndelivered m-2\n", ""],
    ["a text that does not go", { ids: ["m-1"] }, ["failed"], 1, "failed m-1\n", ""],
    ["an event without a text", { ids: [] }, [], 0, "", "the event asks for no text\n"],
    ["a fault", { fault: "to: is missing" }, [], 1, "", "sms publish: the service will refuse it: to: is missing\n"],
  ])("--wait tells %s", async (_, asked, states, code, output, errors) => {
    const answers = states.map((state) => ({ status: 200, body: { state } }));
    expect(await run(["publish", "t", file, "--wait"], { answers, asked })).toMatchObject({
      ...{ code, errors, output: `published e-1 to t\n${output}` },
    });
  });

  test("--wait goes on while the service is away, busy, or has not read the event yet", async () => {
    const answers = [
      away,
      problemOf(503, "unavailable"),
      problemOf(429, "x"),
      problemOf(404, "not-found"),
      message("sent"),
    ];
    const ran = await run(["publish", "t", file, "--wait"], { answers, asked: { ids: [id] } });
    expect(ran).toMatchObject({ code: 0, errors: "", output: `published e-1 to t\nsent ${id}\n` });
  });

  test("--wait with a key that may not read ends at once, and says so", async () => {
    const ran = await run(["publish", "t", file, "--wait"], {
      ...{ answers: [problemOf(401, "unauthorized")], asked: { ids: [id, "m-2"] } },
    });
    expect([ran.code, ran.calls.length]).toEqual([1, 1]);
    expect(ran.errors).toBe(
      `${id} cannot be followed\nunauthorized: because\n  name the key with --key or SMS_API_KEY\n`,
    );
  });

  test("--json", async () =>
    expect((await run(["publish", "t", file, "--json"])).output).toBe('{"topic":"t","published":true,"id":"e-1"}\n'));

  test.each<[string, readonly string[], World, string]>([
    ["why it was refused", [file], { refusal: "No event has the topic t" }, "sms publish: No event has the topic t\n"],
    ["a file that is none", [join(folder, "none")], {}, "sms publish: there is no file "],
    ["an empty pipe is no sample", [], { input: [], samples: { t: "{1}" } }, "the event is empty, so nothing"],
    ["a blank one neither", [], { input: [" \n"], samples: { t: "{1}" } }, "the event is empty, so nothing"],
    ["no JSON", [], { input: ["{"] }, "must be a JSON object, and these 1 bytes are none"],
    ["JSON that is no object", [], { input: ["[{}]"] }, "must be a JSON object"],
    ["bytes that are no text", [], { input: [Buffer.from([0x7b, 0xff, 0x7d])] }, "is not UTF-8"],
    ["a mark that JSON does not take", [], { input: ["\ufeff{}"] }, "must be a JSON object"],
    ["no sample is shipped", ["--sample"], {}, "there is no sample of t"],
    [
      "a sample to real phones",
      ["--sample"],
      { samples: { t: "{1}" }, environment: { SMS_GATEWAY: "sns" } },
      "would text real phones; leave it out, or add --really",
    ],
    [
      "what never ends",
      [],
      { input: [Buffer.alloc(16 * 1024 * 1024 + 1)] },
      "sms publish: standard input holds more than",
    ],
  ])("exit 1: %s", async (_, argv, world, errors) => {
    const ran = await run(["publish", "t", ...argv], world);
    expect([ran.code, ran.output]).toEqual([1, ""]);
    if (world.refusal === undefined) expect(ran.published).toEqual([]);
    expect(ran.errors).toContain(errors);
  });
});

describe("sample", () => {
  const samples = { "order.created": "{1}", "driver.assigned": "{2}" };

  test("publishes both, in their order", async () => {
    const { code, output, published } = await run(["sample"], { samples });
    expect([code, published]).toEqual([
      0,
      [
        ["order.created", "{1}", null],
        ["driver.assigned", "{2}", null],
      ],
    ]);
    expect(output).toMatch(/four texts on three phones/);
  });

  test("--json: one object a line", async () => {
    const { output } = await run(["sample", "--json"], { samples });
    expect(
      output
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { topic: "order.created", published: true, id: "e-1" },
      { topic: "driver.assigned", published: true, id: "e-1" },
    ]);
  });

  test.each<[string, World, string]>([
    ["refused", { samples, refusal: "away" }, "sms sample: away\n"],
    [
      "real phones",
      { samples, environment: { SMS_GATEWAY: "sns" } },
      "sms sample: SMS_GATEWAY=sns: the samples would text real phones; leave it out, or add --really\n",
    ],
    ["not shipped", {}, "sms sample: no sample of order.created is shipped\n"],
  ])("%s: exit 1", async (_, world, errors) => expect(await run(["sample"], world)).toMatchObject({ code: 1, errors }));

  test("--really texts real phones", async () =>
    expect(await run(["sample", "--really"], { samples, environment: { SMS_GATEWAY: "sns" } })).toMatchObject({
      code: 0,
      errors: "",
    }));
});

describe("scheduled", () => {
  const one = { messageId: id, class: "promotional", ...wait };

  test("list: a line each, and how to go on", async () => {
    const ran = await run(["scheduled", "list", "--cursor", "a b"], {
      answers: [{ status: 200, body: { messages: [one, { ...one, because: null }], next: "n" } }],
    });
    expect(ran.calls).toEqual([["GET", "/v1/scheduled?cursor=a%20b"]]);
    expect(ran).toMatchObject({
      code: 0,
      output: `${wait.until}  promotional    ${id}  ${wait.because}\n${wait.until}  promotional    ${id}  -\n`,
      errors: "more: --cursor n\n",
    });
    expect(await run(["scheduled", "list"], { answers: [{ status: 200, body: { messages: [] } }] })).toMatchObject({
      ...{ code: 0, output: "", errors: "nothing waits\n" },
    });
  });

  test("cancel: done, or why not", async () => {
    const body = { messageId: id, state: "failed", reason: "cancelled" };
    const done = await run(["scheduled", "cancel", id], { answers: [{ status: 200, body }] });
    expect(done).toMatchObject({ code: 0, output: `${id} is cancelled; its outcome is published\n` });
    expect(done.calls).toEqual([["DELETE", `/v1/messages/${id}`]]);
    expect(await run(["scheduled", "cancel", id], { answers: [problemOf(409, "not-cancellable")] })).toMatchObject({
      ...{ code: 1, output: "" },
    });
  });
});
