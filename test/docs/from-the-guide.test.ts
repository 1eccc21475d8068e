import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settings } from "../../src/adapters/environment/settings.js";
import { notifications } from "../../src/application/notifications/all.js";
import { told } from "../../src/application/notifications/told.js";
import { failureReasons } from "../../src/domain/decision/failure-reason.js";
import { createSmsHelpers, type SmsDoors } from "../../src/entry/library.js";
import { sms } from "../support/command-line.js";

const page = readFileSync("docs/from-the-guide.md", "utf8");
const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);
const camel = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const section = (heading: string) => page.split(/^## /m).find((text) => text.startsWith(heading))!;

/** Names of the guide's helpers, which every reader of it may look for. */
const ofGuide = [
  ...["send_verification_otp", "send_password_reset_otp", "verify_user_otp", "send_order_confirmation"],
  ...["send_order_status_update", "send_delivery_assignment", "send_driver_assignment_notification"],
  ...["send_delivery_completed", "send_payment_confirmation", "send_restaurant_new_order_alert"],
  "send_promotional_message",
];

describe("docs/from-the-guide.md", () => {
  test("has each helper of the guide beside its namesake, with arguments that the helper knows", async () => {
    const rows = [...section("`sms_helpers`").matchAll(/^\| `(\w+)` \| `(\w+)\(\{ ([\w, ]+) \}\)`/gm)];
    expect(rows.map(([, theirs]) => theirs).toSorted()).toEqual(ofGuide.toSorted());
    const asked: string[] = [];
    const refuse = async () => ({ kind: "conflict" }) as const;
    const doors = { send: refuse, sendBulk: refuse, sendOtp: refuse } as unknown as SmsDoors;
    const helpers = createSmsHelpers({ ...doors, verifyOtp: async () => ({ kind: "unavailable", detail: "asked" }) });
    for (const [, theirs, ours, names] of rows) {
      expect(ours).toBe(camel(theirs!));
      const given = Object.fromEntries(names!.split(", ").map((name) => [name, name === "phoneNumbers" ? [] : "x"]));
      const helper = helpers[ours as keyof typeof helpers] as (given: object) => Promise<unknown>;
      // A name that the helper does not know would be `invalid-event`.
      const error = (await helper(given).catch((one: unknown) => one)) as { readonly code: string };
      expect(["idempotency-conflict", "unavailable"], ours).toContain(error.code);
      asked.push(ours!);
    }
    expect(asked.toSorted()).toEqual(Object.keys(helpers).toSorted());
  });

  test("its addresses are those of docs/openapi.yaml", () => {
    const { paths } = parse(readFileSync("docs/openapi.yaml", "utf8")) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const calls = code.flatMap((text) => [...text.matchAll(/^(GET|POST|PUT|DELETE) (\S+)$/g)]);
    expect(calls.length).toBeGreaterThan(6);
    for (const [, method, path] of calls) expect(paths[path!]?.[method!.toLowerCase()], path).toBeDefined();
  });

  test.each([...new Set(code.filter((text) => /^sms [a-z]/.test(text)))])("`%s` is a command", async (text) => {
    const words = text
      .split(" ")
      .slice(1)
      .filter((word) => /^[a-z-]+$/.test(word));
    const { code: status, out } = await sms([...words, "--help"]);
    expect(status).toBe(0);
    expect(out).toContain(`Usage: sms ${words.join(" ")} `);
  });

  test("its settings, topics, reasons, templates and files are there", () => {
    const tables = page.slice(page.indexOf("## `sms_service`"));
    const words = [...tables.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);
    const ofService = words.flatMap((text) => /^(?:SMS|OTP|LOG|REDIS)_[A-Z_]+/.exec(text)?.[0] ?? []);
    expect(ofService.length).toBeGreaterThan(8);
    expect(ofService.filter((name) => !(name in settings))).toEqual([]);
    const topics = [...notifications, ...told].map(({ topic }) => topic);
    const events = words.filter((text) => /^(?:order|driver|delivery|payment|otp|campaign)\.\w+$/.test(text));
    expect(events.length).toBeGreaterThan(5);
    expect(events.filter((topic) => !topics.includes(topic))).toEqual([]);
    const reasons = [...section("Errors").matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, reason]) => reason!);
    expect(reasons.filter((reason) => !failureReasons.some((known) => known === reason))).toEqual([]);
    const templates = [...section("`sms_helpers`").matchAll(/\| `([a-z_]+)` \|$/gm)].map(([, name]) => name!);
    expect(templates.filter((name) => !existsSync(`templates/${name}.yaml`))).toEqual([]);
    expect(templates.length).toBeGreaterThan(8);
  });
});
