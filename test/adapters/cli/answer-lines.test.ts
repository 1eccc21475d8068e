import { PassThrough, Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { phone } from "../../../src/adapters/cli/phone.js";
import { segments } from "../../../src/adapters/cli/segments.js";

type Chunk = string | Buffer;

const run = async (
  command: typeof segments | typeof phone,
  {
    argument,
    chunks = [],
    json = true,
    country = "IN",
  }: { argument?: string; chunks?: Chunk[]; json?: boolean; country?: string },
) => {
  let written = "";
  const output = {
    write: (text: string) => {
      written += text;
    },
  };
  const input = Readable.from(chunks, { objectMode: true });
  const code = await command({ argument, json, input, output, defaultCountry: country });
  return { code, written };
};

const order = "Hi John, your order is confirmed";

describe("one argument", () => {
  test.each([
    ["a text", segments, order, 0, `{"encoding":"GSM-7","units":32,"segments":1,"parts":["${order}"],"offenders":[]}`],
    [
      "a text with an offender",
      segments,
      "Don’t 🍕",
      0,
      '{"encoding":"UCS-2","units":8,"segments":1,"parts":["Don’t 🍕"],"offenders":[{"character":"’","offset":3,"replacement":"\'"},{"character":"🍕","offset":6}]}',
    ],
    [
      "a lone surrogate",
      segments,
      "\ud800",
      0,
      '{"encoding":"UCS-2","units":1,"segments":1,"parts":["\ufffd"],"offenders":[{"character":"\ufffd","offset":0}]}',
    ],
    ["no text", segments, "", 1, '{"error":"message-empty"}'],
    [
      "a number",
      phone,
      "098765 43210",
      0,
      '{"input":"098765 43210","e164":"+919876543210","country":"IN","type":"MOBILE","valid":true}',
    ],
    [
      "a number of no country",
      phone,
      "+80012345678",
      0,
      '{"input":"+80012345678","e164":"+80012345678","country":null,"type":"TOLL_FREE","valid":true}',
    ],
    ["no number", phone, "hello", 1, '{"input":"hello","valid":false,"reason":"letters"}'],
    ["nothing", phone, "", 1, '{"input":"","valid":false,"reason":"empty"}'],
  ])("%s", async (_, command, argument, code, line) => {
    expect(await run(command, { argument })).toEqual({ code, written: `${line}\n` });
  });

  test.each([
    ["a text", segments, "Don’t", 0, 'UCS-2, 5 units, 1 part\n  1  "Don’t"\n  "’" at 3 is not GSM-7; "\'" is\n'],
    ["an emoji", segments, "🍕", 0, 'UCS-2, 2 units, 1 part\n  1  "🍕"\n  "🍕" at 0 is not GSM-7\n'],
    [
      "a text of one unit that would clear the screen",
      segments,
      "\u001b",
      0,
      'UCS-2, 1 unit, 1 part\n  1  "\\u001b"\n  "\\u001b" at 0 is not GSM-7\n',
    ],
    ["no text", segments, "", 1, "the text is empty\n"],
    ["a number", phone, "9876543210", 0, "+919876543210  IN  MOBILE\n"],
    ["a number of no country", phone, "+80012345678", 0, "+80012345678  TOLL_FREE\n"],
    ["a short code", phone, "56767", 1, '"56767" is a short code, or too short (short-code)\n'],
  ])("%s, for a person", async (_, command, argument, code, written) => {
    expect(await run(command, { argument, json: false })).toEqual({ code, written });
  });

  test("the default country is the caller's", async () => {
    expect((await run(phone, { argument: "07400 123456", country: "GB" })).written).toContain("+447400123456");
  });
});

const fault = (line: number, error = "not-a-json-string") => JSON.stringify({ error, line });
const good = '{"input":"9876543210","e164":"+919876543210","country":"IN","type":"MOBILE","valid":true}';
const bad = '{"input":"x","valid":false,"reason":"letters"}';

describe("standard input", () => {
  test.each<[string, Chunk[], number, string[]]>([
    ["no lines", [], 0, []],
    ["one line", ['"9876543210"\n'], 0, [good]],
    ["whose end is missing", ['"9876543210"'], 0, [good]],
    ["a line in pieces", ['"98765', "432", '10"', "\n"], 0, [good]],
    ["several lines in a piece", ['"9876543210"\n"x"\n"9876543210"'], 0, [good, bad, good]],
    ["a refused number is an answer", ['"x"\n'], 0, [bad]],
    ["line ends of Windows, blanks and a byte order mark", ['\ufeff "9876543210" \r\n'], 0, [good]],
    ["what is no JSON", ['"9876543210"\n9876 543\n"9876543210"\n'], 1, [good, fault(2), good]],
    ["JSON that is no string", ['9876543210\nnull\n["9876543210"]\n{}\n'], 1, [fault(1), fault(2), fault(3), fault(4)]],
    ["an empty line", ['\n"9876543210"\n\n'], 1, [fault(1), good, fault(3)]],
    ["bytes that are no UTF-8", [Buffer.from([0x22, 0xff, 0x22, 0x0a])], 1, [fault(1)]],
    [
      "a character in two pieces",
      [Buffer.from('"९८७६५४३२१०"\n').subarray(0, 5), Buffer.from('"९८७६५४३२१०"\n').subarray(5)],
      0,
      [good.replace("9876543210", "९८७६५४३२१०")],
    ],
    [
      "a line of 8 MiB",
      [`"${"9".repeat(8 * 1024 * 1024 - 2)}"\n"9876543210"`],
      0,
      [expect.stringContaining("too-long"), good] as string[],
    ],
    ["one byte more", [`"${"9".repeat(8 * 1024 * 1024 - 1)}"\n"9876543210"`], 1, [fault(1, "line-too-long"), good]],
    [
      "more in pieces, without end",
      [...Array.from({ length: 9 }, () => "9".repeat(1024 * 1024))],
      1,
      [fault(1, "line-too-long")],
    ],
  ])("%s", async (_, chunks, code, lines) => {
    const answer = await run(phone, { chunks });
    expect(answer.written.split("\n").slice(0, -1)).toEqual(lines);
    expect(answer.code).toBe(code);
  });

  test("an empty text among others is an error", async () => {
    const { code, written } = await run(segments, { chunks: ['"a"\n""\n"b"\n'] });
    expect(code).toBe(1);
    expect(written.split("\n")[1]).toBe('{"error":"message-empty"}');
  });

  test("faults for a person", async () => {
    expect(await run(phone, { chunks: ["x\n"], json: false })).toEqual({
      code: 1,
      written: "line 1: not-a-json-string\n",
    });
  });

  test("a text of 1 MB", async () => {
    const text = "a".repeat(1_048_576);
    const { code, written } = await run(segments, { chunks: [`${JSON.stringify(text)}\n`] });
    expect(code).toBe(0);
    expect(JSON.parse(written)).toMatchObject({ encoding: "GSM-7", units: 1_048_576, segments: 6_854 });
  });

  test("a terminal without an argument is bad usage", async () => {
    const input = Object.assign(Readable.from([]), { isTTY: true });
    let written = "";
    const output = {
      write: (text: string) => {
        written += text;
      },
    };
    expect(await segments({ json: true, input, output })).toBe(2);
    expect(written).toContain("standard input");
  });
});

test("a slow reader holds the stream back", async () => {
  let read = 0;
  async function* numbers() {
    for (; read < 20_000; read++) yield '"9876543210"\n';
  }
  const output = new PassThrough({ highWaterMark: 1024 });
  const done = phone({ json: true, input: numbers(), output, defaultCountry: "IN" });
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  const before = read;
  expect(before).toBeLessThan(2_000);
  let lines = 0;
  for await (const chunk of output) {
    lines += String(chunk).split("\n").length - 1;
    if (lines === 20_000) break;
  }
  expect(await done).toBe(0);
});
