import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const words = (text: string): readonly string[] => text.split(" ");

test("the image and npm start run Node with the same flags", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  const [, start] = scripts.start.split("exec ");
  const entry = /^ENTRYPOINT (.+)$/m.exec(readFileSync("Dockerfile", "utf8"))![1]!;
  const command = /^CMD (.+)$/m.exec(readFileSync("Dockerfile", "utf8"))![1]!;
  expect([...(JSON.parse(entry) as string[]), ...(JSON.parse(command) as string[])]).toEqual(words(start!));
});
