import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.js";

/**
 * What a person does first, on a fresh clone with Node and npm only: `npm start`, `npm run sample`, look at the phones,
 * stop. Prints each step that holds; ends with 1 at the first that does not.
 */
const patienceMs = 60_000;

/** Nothing configured: of this machine's settings only what npm and Node need. */
const bare = { PATH: process.env["PATH"], HOME: process.env["HOME"] };

const npm = (words: readonly string[], environment: Record<string, string>) => {
  const child = spawn("npm", words, { env: { ...bare, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  return { child, said: () => said, ended: once(child, "close").then(([code]) => code as number | null) };
};

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const started = performance.now();
  while (!(await holds().catch(() => false))) {
    if (performance.now() - started > patienceMs) throw new Error(`${what}: not within ${patienceMs / 1_000} s`);
    await sleep(100);
  }
  console.log(`${what}: yes, after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
};

const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  console.log(`${what}: yes`);
};

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const [http, phones] = [await freePort(), await freePort()];
const url = `http://127.0.0.1:${http}`;
const inbox = `http://127.0.0.1:${phones}/api/messages`;
const texts = async () => ((await (await fetch(inbox)).json()) as { messages: { phone: string }[] }).messages;

const service = npm(["start"], { HTTP_PORT: String(http), SIMULATOR_PORT: String(phones) });
try {
  await until("npm start is ready", async () => (await fetch(`${url}/readyz`)).ok);
  const sample = npm(["run", "sample"], { SMS_URL: url });
  expectEqual("npm run sample ends with 0", await sample.ended, 0);
  await until("four texts arrive", async () => (await texts()).length === 4);
  expectEqual("on three phones", new Set((await texts()).map(({ phone }) => phone)).size, 3);
  service.child.kill("SIGTERM");
  expectEqual("SIGTERM to npm stops it with 0", await service.ended, 0);
  await until("nothing listens any more", () =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  const production = npm(["start"], { NODE_ENV: "production" });
  const code = await production.ended;
  const needed = ["KAFKA_BROKERS", "REDIS_URL", "SMS_GATEWAY", "AWS_REGION", "OTP_SECRET", "SMS_HASH_KEY", "API_KEYS"];
  const unnamed = needed.filter((name) => !production.said().includes(name));
  expectEqual("NODE_ENV=production npm start refuses", code !== 0, true);
  expectEqual("and names all that is missing at once", unnamed, []);
} catch (error) {
  console.log(`the smoke test failed: ${(error as Error).message}\nthe service said:\n${service.said()}`);
  process.exitCode = 1;
} finally {
  if (!ended(service.child)) {
    service.child.kill("SIGTERM");
    await service.ended;
  }
}
