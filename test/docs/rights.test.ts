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

test("docs/operations.md names no right that nobody needs", () => {
  const sources = Object.keys(services)
    .flatMap((folder) =>
      readdirSync(`src/adapters/${folder}`).map((name) => readFileSync(`src/adapters/${folder}/${name}`, "utf8")),
    )
    .join("\n");
  const named = [...page.matchAll(/`(?:sns|logs|cloudwatch):([A-Z]\w+)`/g)].map(([, call]) => call!);
  expect([...new Set(named)].filter((call) => !sources.includes(`${call}Command`))).toEqual([]);
});
