import { expect, test } from "vitest";
import { sampleCommand } from "../../../src/adapters/cli/sample-command.js";

const usual = "http://127.0.0.1:8080";
const other = "http://127.0.0.1:9090";
const npm = { npm_lifecycle_event: "start", npm_package_name: "@sms-service/service" };

test.each<[string, string, Readonly<Record<string, string>>, string, string]>([
  ["npm start", "/app/dist/main.js", npm, usual, "npm run sample"],
  ["npm start on another port", "/app/dist/main.js", npm, other, `npm run sample -- --url ${other}`],
  ["node", "/app/dist/main.js", {}, usual, "node dist/main.js sample"],
  ["node, in another folder", "/opt/sms/dist/main.js", {}, usual, "node ../opt/sms/dist/main.js sample"],
  [
    "a project's own npm start",
    "/app/node_modules/.bin/sms",
    { ...npm, npm_package_name: "shop" },
    usual,
    "npx sms sample",
  ],
  ["a project's npx", "/app/node_modules/.bin/sms", {}, usual, "npx sms sample"],
  ["installed", "/usr/bin/sms", {}, usual, "sms sample"],
  ["installed, on another port", "/usr/bin/sms", {}, other, `sms sample --url ${other}`],
  ["Kafka is found by its settings", "/usr/bin/sms", { KAFKA_BROKERS: "b:9092" }, other, "sms sample"],
])("as the program was called: %s", (_, program, env, url, expected) =>
  expect(sampleCommand({ argv: ["node", program, "serve"], cwd: () => "/app", env }, url)).toBe(expected),
);
