import { describe, expect, test } from "vitest";
import { type Served, type ServeNeeds, serve } from "../../../src/adapters/cli/serve.js";
import { fakeTerminal } from "../../support/fake-terminal.js";
import { settled } from "../../support/manual-clock.js";

type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

const embedded: Served = {
  url: "http://127.0.0.1:8080",
  inbox: "http://127.0.0.1:8081",
  next: "npm run sample",
  ready: true,
  warnings: ["The journal is in memory"],
  reload: () => "templates read again: 11",
  stop: async () => true,
};

/** `sms serve` with signals and a clock of the test's; `start` is what starting does. */
const begin = (start: ServeNeeds["start"]) => {
  const { terminal, written } = fakeTerminal();
  const told = new Map<Signal, () => void>();
  const exits: number[] = [];
  let now = 5_000;
  const code = serve(
    {
      start,
      onSignal: (signal, heard) => void told.set(signal, heard),
      monotonic: () => now,
      exit: (status) => void exits.push(status),
    },
    terminal,
  );
  return {
    code,
    exits,
    written,
    signal: (signal: Signal, ms = 0) => {
      now += ms;
      told.get(signal)!();
    },
  };
};

const started = async (change: Partial<Served> = {}) => {
  const served = begin(async () => ({ ...embedded, ...change }));
  await settled();
  return served;
};

/** A stop that ends when the test says so. */
const slowStop = () => {
  let end: (clean: boolean) => void = () => undefined;
  let stops = 0;
  const stop = () => {
    stops += 1;
    return new Promise<boolean>((resolve) => {
      end = resolve;
    });
  };
  return { stop, end: (clean: boolean) => end(clean), count: () => stops };
};

describe("the start", () => {
  test("says what runs embedded, what is weak, where the phones are, and what to type next", async () => {
    const { written } = await started();
    expect(written.output).toBe(
      [
        "sms-service is ready on http://127.0.0.1:8080",
        "  ! The journal is in memory",
        "",
        "Phone inbox: http://127.0.0.1:8081",
        "Next: npm run sample",
        "",
      ].join("\n"),
    );
  });

  test("does not say that it is ready while it is not", async () =>
    expect((await started({ inbox: undefined, ready: false, warnings: [] })).written.output).toBe(
      "sms-service is not yet ready on http://127.0.0.1:8080 (http://127.0.0.1:8080/readyz says why)\n",
    ));

  test("without phones it is one line", async () =>
    expect((await started({ inbox: undefined, warnings: [] })).written.output).toBe(
      "sms-service is ready on http://127.0.0.1:8080\n",
    ));

  test.each<[string, Error, string]>([
    [
      "a port that is taken, and the settings that choose others",
      Object.assign(new Error("listen EADDRINUSE"), { code: "EADDRINUSE", port: 8080 }),
      "Port 8080 is taken: stop what listens there, or choose others with HTTP_PORT and SIMULATOR_PORT\n",
    ],
    [
      "a port for others",
      Object.assign(new Error("listen EACCES"), { code: "EACCES", port: 80, syscall: "listen" }),
      "Port 80 may not be opened by this user: choose an HTTP_PORT from 1024 on\n",
    ],
    [
      "an address of another machine",
      Object.assign(new Error("listen EADDRNOTAVAIL"), { code: "EADDRNOTAVAIL", address: "203.0.113.7" }),
      "This machine has no address 203.0.113.7: set HTTP_HOST to one of its own, or to 0.0.0.0 for all\n",
    ],
    ["any other reason", new Error("mend these settings"), "The service cannot start: mend these settings\n"],
  ])("%s: exit 1, whatever is still open", async (_, error, errors) => {
    const { code, exits, written } = begin(() => Promise.reject(error));
    expect([await code, exits, written]).toEqual([1, [1], { output: "", errors }]);
  });

  test.each<Signal>(["SIGINT", "SIGTERM"])("%s while it starts ends it at once, with a word", async (signal) => {
    const running = begin(() => new Promise(() => undefined));
    running.signal(signal);
    expect([running.exits, running.written.errors]).toEqual([[1], "stopped while it started; nothing was in flight\n"]);
  });

  test.each<[string, (fail: () => void, end: () => void) => void]>([
    ["it starts", () => undefined],
    ["it starts, which fails then", (fail) => fail()],
    ["it starts, which ends nevertheless", (_, end) => end()],
  ])("once something may be in flight, that ends in order: a signal while %s", async (_, then) => {
    const { count, end, stop } = slowStop();
    let fail: () => void = () => undefined;
    let ready: () => void = () => undefined;
    const running = begin((working) => {
      working(stop);
      return new Promise((resolve, reject) => {
        fail = () => reject(new Error("stopped while it started"));
        ready = () => resolve(embedded);
      });
    });
    running.signal("SIGTERM");
    await settled();
    then(fail, ready);
    await settled();
    expect([running.exits, count()]).toEqual([[], 1]);
    end(true);
    expect([await running.code, running.exits, running.written]).toEqual([0, [0], { output: "", errors: "" }]);
  });
});

describe("the stop", () => {
  test.each<[Signal, boolean, number, string]>([
    ["SIGTERM", true, 0, ""],
    ["SIGINT", true, 0, ""],
    ["SIGTERM", false, 1, "the grace was over with something in flight; it is not lost, and not committed\n"],
  ])("%s, clean: %s, exit %i", async (signal, clean, expected, errors) => {
    const running = await started({ stop: async () => clean });
    running.signal(signal);
    expect([await running.code, running.exits, running.written.errors]).toEqual([expected, [expected], errors]);
  });

  test.each<[string, readonly (readonly [Signal, number])[], readonly number[]]>([
    ["Ctrl-C comes twice within a millisecond under npm: one press", [["SIGINT", 1]], []],
    ["so does a terminal's and npm's own signal", [["SIGTERM", 1]], []],
    ["up to a second it is the same press", [["SIGINT", 1_000]], []],
    ["later it is meant: at once, not 0", [["SIGINT", 1_001]], [1]],
    [
      "it counts from the first press, not from the last",
      [
        ["SIGINT", 600],
        ["SIGINT", 600],
      ],
      [1],
    ],
  ])("%s", async (_, later, exits) => {
    const { stop, end, count } = slowStop();
    const running = await started({ stop });
    running.signal("SIGINT");
    for (const [signal, ms] of later) running.signal(signal, ms);
    await settled();
    expect([running.exits, count()]).toEqual([exits, 1]);
    expect(running.written.errors).toBe(
      exits.length === 0 ? "" : "stopped at once; what was in flight is sorted out at the next start\n",
    );
    end(true);
    await running.code;
  });

  test("one that fails ends too, and is not clean", async () => {
    const running = await started({ stop: () => Promise.reject(new Error("away")) });
    running.signal("SIGTERM");
    expect([await running.code, running.exits]).toEqual([1, [1]]);
  });
});

describe("SIGHUP", () => {
  test("reads the templates again and says what came of it; it goes on serving", async () => {
    const running = await started();
    running.signal("SIGHUP");
    running.signal("SIGHUP");
    expect([running.exits, running.written.errors]).toEqual([[], "templates read again: 11\n".repeat(2)]);
  });

  test("a fault that nobody foresaw is told, and it goes on serving", async () => {
    const running = await started({
      reload: () => {
        throw new RangeError("too deep");
      },
    });
    running.signal("SIGHUP");
    expect([running.exits, running.written.errors]).toEqual([[], "not read again, the old ones stay: too deep\n"]);
  });

  test("while it starts there is nothing to read again", async () => {
    const running = begin(() => new Promise(() => undefined));
    running.signal("SIGHUP");
    expect([running.exits, running.written.errors]).toEqual([[], "still starting\n"]);
  });
});
