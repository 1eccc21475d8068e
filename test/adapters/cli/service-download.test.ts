import { lstatSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recipientsFile } from "../../../src/adapters/cli/recipients-file.js";
import { ServiceAway } from "../../../src/adapters/cli/service-away.js";
import { createServiceDownload } from "../../../src/adapters/cli/service-download.js";
import { fakeTerminal } from "../../support/fake-terminal.js";

let respond: (response: ServerResponse) => void = (response) => void response.end();
let key: string | undefined;
const server = createServer((request, response) => {
  key = request.headers.authorization;
  respond(response);
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const downloadFrom = (base: string) => createServiceDownload({ SMS_API_KEY: "old" }, () => ({ url: base, key: "new" }));

test("bytes come as they are written, with the key of the command line", async () => {
  let first: ServerResponse | undefined;
  respond = (response) => {
    first = response.writeHead(200, { "content-type": "text/csv; charset=utf-8" });
    response.write("a,b\r\n");
  };
  const answer = await downloadFrom(url)("/x.csv");
  if ("status" in answer) throw new Error("It was refused");
  const pieces = answer[Symbol.asyncIterator]();
  expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe("a,b\r\n");
  first!.end("1,2");
  expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe("1,2");
  expect((await pieces.next()).done).toBe(true);
  expect(key).toBe("Bearer new");
});

test.each([
  ["a refusal", '{"code":"forbidden"}', { code: "forbidden" }],
  ["another program", "<html>", { detail: expect.stringContaining("HTTP 403, and no JSON") }],
])("%s is an answer", async (_, text, body) => {
  respond = (response) => void response.writeHead(403).end(text);
  expect(await downloadFrom(url)("/x.csv")).toEqual({ status: 403, body });
});

test("a service that is away", () => expect(downloadFrom("http://127.0.0.1:1")("/x.csv")).rejects.toThrow(ServiceAway));

test("a connection that breaks before the end leaves the older file as it was, and none beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sms-download-"));
  const file = join(folder, "out.csv");
  writeFileSync(file, "older");
  respond = (response) => {
    response
      .writeHead(200, { "content-type": "text/csv; charset=utf-8" })
      .write("number,reference,state,reason\r\n", () => response.destroy());
  };
  const { terminal, written } = fakeTerminal();
  expect(await recipientsFile(downloadFrom(url), "/x.csv", file, false, terminal)).toBe(1);
  expect(written).toMatchObject({ output: "", errors: expect.stringContaining(`${file} is not written: `) });
  expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual(["older", ["out.csv"]]);
});

test("a link, such as /dev/stdout, is written through, and stays one; a folder is told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sms-download-"));
  const [file, link] = [join(folder, "out.csv"), join(folder, "link")];
  writeFileSync(file, "older and longer");
  symlinkSync(file, link);
  respond = (response) => void response.writeHead(200, { "content-type": "text/csv; charset=utf-8" }).end("a,b");
  const { terminal, written } = fakeTerminal();
  expect(await recipientsFile(downloadFrom(url), "/x.csv", link, false, terminal)).toBe(0);
  expect([readFileSync(file, "utf8"), lstatSync(link).isSymbolicLink()]).toEqual(["a,b", true]);
  expect(await recipientsFile(downloadFrom(url), "/x.csv", folder, false, terminal)).toBe(1);
  expect(written.errors).toBe(`sms campaign recipients: ${folder} is not written: ${folder} is a folder\n`);
  expect(readdirSync(folder)).toEqual(["link", "out.csv"]);
});

test("a person who watches sees how much came; a program sees none of it", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "sms-download-")), "out.csv");
  respond = (response) =>
    void response.writeHead(200, { "content-type": "text/csv; charset=utf-8" }).end("x".repeat(400_000));
  for (const json of [false, true]) {
    const { terminal, written } = fakeTerminal();
    await recipientsFile(downloadFrom(url), "/x.csv", file, json, { ...terminal, progress: true });
    const lines = written.errors.split("\r\u001b[K");
    expect(lines.filter((line) => /^0\.\d MB$/u.test(line)).length > 0).toBe(!json);
    expect(lines.at(-1), "its last line is taken away").toBe("");
    expect(readFileSync(file, "utf8")).toHaveLength(400_000);
  }
});
