import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createMeters } from "../../src/adapters/system/meters.js";
import {
  anomalies,
  breakerCauses,
  deadLetterCauses,
  gatewayAnswers,
  journalSteps,
} from "../../src/adapters/system/known-labels.js";
import { createProcessMeters } from "../../src/adapters/system/process-meters.js";
import { notifications } from "../../src/application/notifications/all.js";
import { shellCommands } from "../support/shell-commands.js";

const page = readFileSync("docs/operations.md", "utf8");
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(`src/${path}`, "utf8"))
  .join("\n");

/** The rows of the first table below a heading, by cells. */
const tableBelow = (heading: string): readonly (readonly string[])[] =>
  page
    .slice(page.indexOf(`## ${heading}\n`))
    .split("\n\n")
    .find((block) => block.startsWith("| "))!
    .split("\n")
    .slice(2)
    .map((row) => row.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, "")));

const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, one]) => one!);

describe("docs/operations.md", () => {
  test("describes each metric, and none that is not there", async () => {
    const text = await createMeters(notifications.map(({ topic }) => topic)).text();
    const beside = await createProcessMeters("1.0.0").text();
    const ofProcess = [...beside.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!);
    expect(ofProcess.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const there = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!);
    expect(
      tableBelow("What to watch")
        .map(([name]) => quoted(name!)[0])
        .toSorted(),
    ).toEqual(there.toSorted());
    const named = new Set([...page.matchAll(/\bsms_\w+/g)].map(([name]) => name.replace(/_bucket$/, "")));
    expect([...named].toSorted()).toEqual([...there, "sms_build_info"].toSorted());
  });

  test("names every value of a label that is known beforehand", () => {
    for (const value of [...anomalies, ...breakerCauses, ...deadLetterCauses, ...gatewayAnswers, ...journalSteps])
      expect(page).toContain(`\`${value}\``);
  });

  test("names every way in which a code is held back or judged", () => {
    const words = quoted(tableBelow("What to watch").find(([name]) => name === "`sms_otp_total`")![2]!);
    const unions = ["OtpHold", "OtpVerdict", "OtpEvent"].map((name) => sources.split(`export type ${name} =`)[1]!);
    const known = unions.flatMap((union) =>
      [...union.split(/;\n\n/)[0]!.matchAll(/"([a-z-]+)"/g)].map(([, word]) => word!),
    );
    expect(words.toSorted()).toEqual([...new Set(known)].toSorted());
  });

  test("each reason of /readyz that it explains is one the code gives", () => {
    const reasons = tableBelow("Not ready").flatMap(([reason]) => quoted(reason!));
    expect(reasons.length).toBeGreaterThan(10);
    for (const reason of reasons)
      for (const part of reason.replace(/(?<=nothing: )[\w-]+$/, "").split("…"))
        expect(sources, reason).toContain(part.trim());
  });

  test("makes every topic by hand, and gives rights to every one", () => {
    const { channels } = parse(readFileSync("docs/asyncapi.yaml", "utf8")) as {
      readonly channels: Readonly<Record<string, { readonly address: string }>>;
    };
    const topics = Object.values(channels).map(({ address }) => address);
    expect(topics.length).toBeGreaterThan(20);
    const commands = shellCommands(page);
    const named = (tool: string) => {
      const at = commands.flatMap((words, index) => (words.includes(tool) && words.includes("--topic") ? [index] : []));
      return at.flatMap((index) => {
        const loop = commands.slice(0, index).findLast(([word]) => word === "for");
        const one = commands[index]!;
        const topic = one[one.indexOf("--topic") + 1]!;
        return topic === "$topic" ? loop!.slice(3, -1).map((word) => word.replace(/;$/, "")) : [topic];
      });
    };
    expect(named("--create").toSorted()).toEqual(topics.toSorted());
    expect(named("acl").toSorted()).toEqual(topics.toSorted());
  });
});

test("the page names every check of the doctor, in its order, once", () => {
  const checks = [...readFileSync("src/domain/doctor/examine.ts", "utf8").matchAll(/^ {2}\["([a-z-]+)", /gm)];
  const [sentence, ...more] = page.match(/The checks: [^.]*\./g)!;
  expect(more).toEqual([]);
  expect(quoted(sentence!)).toEqual(checks.map(([, name]) => name));
});
