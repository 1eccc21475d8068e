import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsService, startSms } from "../../src/entry/library.js";
import { notifications } from "../../src/application/notifications/all.js";
import { sms } from "../support/command-line.js";
import { shellCommands } from "../support/shell-commands.js";

const readme = readFileSync("README.md", "utf8");
const commands = shellCommands(readme);

let service: SmsService;
beforeAll(async () => {
  service = await startSms({ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" });
});
afterAll(() => service.close());

/** Options of curl that the README uses, each with its value. */
const curl = (words: readonly string[]): Promise<Response> => {
  const value = (name: string): string | undefined => words[words.indexOf(name, 0) + 1];
  const address = words.find((word) => word.startsWith("localhost:8080/"))!;
  const data = value("-d")!;
  return fetch(`${service.url}${address.slice("localhost:8080".length)}`, {
    method: "POST",
    headers: { "content-type": value("-H")!.replace("content-type: ", "") },
    body: data.startsWith("@") ? readFileSync(data.slice(1), "utf8") : data,
  });
};

test.each(commands.filter(([program]) => program === "curl"))("curl %s: is accepted", async (...words) => {
  const answer = await curl(words);
  expect([answer.status, await answer.text()]).toEqual([202, expect.stringMatching(/"(?:messageId|topic)"/)]);
});

test.each(commands.filter(([program, command]) => program === "sms" && command !== "tail"))(
  "%s %s %s: ends well",
  async (_, ...args) => {
    const ran = await sms(args, { SMS_URL: service.url });
    expect([ran.code, ran.err]).toEqual([0, ""]);
  },
);

test("one event is shown by curl, and one by kcat with the sample's own topic", () => {
  expect(commands.filter(([program]) => program === "curl")).toContainEqual(
    expect.arrayContaining(["localhost:8080/v1/events/order.created", "@data/samples/order.created.json"]),
  );
  const kcat = commands.find(([program]) => program === "kcat")!;
  expect(kcat[kcat.indexOf("-t") + 1]).toBe("order.created");
  expect(kcat.at(-1)).toBe("data/samples/order.created.json");
});

test("its table of events names every topic that is read", () => {
  const told = ["sms.received", "sms.receipt", "consent.changed", "campaign.requested"];
  const topics = [...notifications.map(({ topic }) => topic), ...told];
  expect(topics.filter((topic) => !readme.includes(`| \`${topic}\` |`))).toEqual([]);
});
