import examples from "libphonenumber-js/mobile/examples";
import { type CountryCode, getCountries, getExampleNumber } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { spendPeriodsAt } from "../../src/domain/money/spend-periods.js";
import { decided, text, verdict } from "../support/decisions.js";
import { offsetSpans } from "../../src/domain/country/zone-offsets.js";

const said = (n: string, c: string) => { const p = parsePhoneNumber(n, c); return typeof p === "string" ? p : p.e164; };

test("formats", () => {
  const wrong: string[] = [];
  for (const c of getCountries()) {
    const n = getExampleNumber(c, examples);
    if (!n) continue;
    const e = n.number as string;
    for (const [f, s] of [["nat", n.formatNational()], ["int", n.formatInternational()], ["uri", n.getURI()], ["bare", n.nationalNumber as string], ["cc", e.slice(1)], ["00", "00" + e.slice(1)]] as const) {
      const got = said(s, c);
      if (got !== e) wrong.push(`${c} ${f} ${s} ${e} ${got}`);
    }
  }
  console.log(wrong.join("\n"));
});

test("idd", () => {
  const wrong: string[] = [];
  const targets = (["GB", "IN", "US", "DE", "SG", "AU"] as CountryCode[]).map((c) => getExampleNumber(c, examples)!);
  for (const from of getCountries()) for (const n of targets) {
    let s: string;
    try { s = n.format("IDD", { fromCountry: from }); } catch { continue; }
    if (!s) continue;
    const got = said(s, from);
    if (got !== n.number) wrong.push(`${from} ${s} ${n.number} ${got}`);
  }
  console.log(wrong.length, wrong.slice(0, 60).join("\n"));
});

const dateIn = (zone: string) => { const f = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }); return (at: number) => f.format(at); };
test("periods", () => {
  const wrong: string[] = [];
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const d = dateIn(zone);
    const spans = offsetSpans(zone, Date.UTC(2026, 0), Date.UTC(2028, 0));
    const instants = [...spans.flatMap(({ to }) => [-26, -25, -24, -12, -2, -1, 0, 1, 2, 23].map((h) => to + h * 3_600_000 + 61_000)), Date.UTC(2027, 11, 31, 12), Date.UTC(2028, 1, 28, 20), Date.UTC(2028, 1, 29, 20)];
    for (const at of instants) {
      const p = spendPeriodsAt(zone, at);
      if (p.day !== d(at)) wrong.push(`${zone} ${new Date(at).toISOString()} day ${p.day} ${d(at)}`);
      for (const [end, len] of [[p.dayEnds.getTime(), 10], [p.monthEnds.getTime(), 7]] as const)
        if (d(end).slice(0, len) === d(at).slice(0, len) || d(end - 1).slice(0, len) !== d(at).slice(0, len)) wrong.push(`${zone} ${new Date(at).toISOString()} ends ${new Date(end).toISOString()} ${d(end - 1)} ${d(end)}`);
    }
  }
  console.log(wrong.length, wrong.slice(0, 30).join("\n"));
});

test("optimize", () => {
  let s = 7;
  const next = (n: number) => (s = (s * 48271) % 2147483647) % n;
  const alphabet = ["word ", "слово ", "शब्द ", "€", "[", "😊", "👨‍👩‍👧‍👦", "ORD-2024-001 ", "https://x.example/abc ", "é", "中文", "\r\n", "’", "+91 98765 43210 ", "\ud83c"];
  const kinds: Record<string, number> = {};
  for (let n = 0; n < 300; n++) {
    const some = Array.from({ length: 1 + next(4) }, () => alphabet[next(alphabet.length)]!);
    const t = Array.from({ length: 1 + next(700) }, () => some[next(some.length)]).join("");
    const d = decided({ content: text(t), optimize: true, maxParts: 1 + next(10), ...(next(3) === 0 ? { lastLine: "@a.in #123456" } : {}) });
    kinds[verdict(d)] = (kinds[verdict(d)] ?? 0) + 1;
    if (d.kind === "refuse" && d.refusal.reason === "message-too-long") console.log(JSON.stringify(some), t.length, d.refusal.detail);
    if (d.plan.text !== undefined && d.kind !== "refuse") {
      const edits = [...d.plan.edits!].reverse();
      let made = t;
      for (const e of edits) { expect(made.slice(e.offset, e.offset + e.before.length)).toBe(e.before); made = made.slice(0, e.offset) + e.after + made.slice(e.offset + e.before.length); }
      expect(d.plan.text.startsWith(made)).toBe(true);
    }
  }
  console.log(kinds);
});
