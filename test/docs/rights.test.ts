import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/operations.md", "utf8");

/** The service prefixes of IAM by the folder that calls them. */
const services = { sns: ["sns"], cloudwatch: ["logs", "cloudwatch"] } as const;

test.each(Object.entries(services))(
  "docs/operations.md names every right that src/adapters/%s needs",
  (folder, prefixes) => {
    const sources = readdirSync(`src/adapters/${folder}`).map((name) =>
      readFileSync(`src/adapters/${folder}/${name}`, "utf8"),
    );
    const calls = [...sources.join("\n").matchAll(/new (\w+)Command\(/g)].map(([, name]) => name!);
    expect(calls.length).toBeGreaterThan(1);
    const isNamed = (call: string) => prefixes.some((service) => page.includes(`\`${service}:${call}\``));
    expect([...new Set(calls)].filter((call) => !isNamed(call))).toEqual([]);
  },
);

test("the policies in deploy/iam allow what the code calls, and no more", () => {
  const allowed = readdirSync("deploy/iam").flatMap((name) => {
    const { Statement } = JSON.parse(readFileSync(`deploy/iam/${name}`, "utf8")) as {
      readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[];
    };
    expect(Statement.every(({ Effect }) => Effect === "Allow")).toBe(true);
    return Statement.flatMap(({ Action }) => Action);
  });
  const called = Object.keys(services).flatMap((folder) =>
    readdirSync(`src/adapters/${folder}`)
      .flatMap((name) => [...readFileSync(`src/adapters/${folder}/${name}`, "utf8").matchAll(/new (\w+)Command\(/g)])
      .map(([, name]) => name!),
  );
  const prefixes: readonly string[] = Object.values(services).flat();
  const rights = allowed.filter((right) => right !== "iam:PassRole").map((right) => right.split(":"));
  expect(rights.filter(([prefix]) => !prefixes.includes(prefix!))).toEqual([]);
  expect(rights.map(([, call]) => call).toSorted()).toEqual([...new Set(called)].toSorted());
});

test("docs/operations.md names no right that nobody needs", () => {
  const sources = Object.keys(services)
    .flatMap((folder) =>
      readdirSync(`src/adapters/${folder}`).map((name) => readFileSync(`src/adapters/${folder}/${name}`, "utf8")),
    )
    .join("\n");
  const named = [...page.matchAll(/`(?:sns|logs|cloudwatch):([A-Z]\w+)`/g)].map(([, call]) => call!);
  expect([...new Set(named)].filter((call) => !sources.includes(`${call}Command`))).toEqual([]);
});
