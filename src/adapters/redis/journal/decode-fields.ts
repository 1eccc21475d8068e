import type { RecordedOutcome } from "../../../application/ports/journal.js";
import {
  between,
  contentType,
  eventSource,
  headerNames,
  numberAt,
  specVersion,
  topics,
  usual,
  verdicts,
} from "./fields-form.js";
import { allRules, fieldPatterns, type Patterns, usualTraces, valuePattern } from "./outcome-phrases.js";
import { filled } from "./pattern.js";
import { longCells } from "./short-cells.js";

/** A newer version may have appended what this one does not know. */
const listed = <Entry>(list: readonly Entry[], at: number): Entry => {
  const entry = list[at];
  if (entry === undefined) throw new TypeError("What was sealed as an outcome is none");
  return entry;
};

/** Reads what `encodeFields` wrote, after its mark: the same bytes again. */
export const decodeFields = (id: string, text: string): RecordedOutcome => {
  const [kept, ...cells] = text.split(between) as [string, ...string[]];
  const [own, whole] = kept.split(usual) as [string, string?];
  const codes = whole === undefined ? own : own + listed(usualTraces, numberAt(whole, 0));
  const holes = longCells(cells)[Symbol.iterator]();
  let at = 0;
  const code = (): number => {
    at += 1;
    return numberAt(codes, at - 1);
  };
  const hole = (): string => {
    const next = holes.next();
    if (next.done === true) throw new TypeError("What was sealed as an outcome is none");
    return next.value;
  };
  const told = (patterns: Patterns): string => filled(listed(patterns, code()), hole);

  const key = hole();
  const topic = listed(topics, code());
  const values = [`"${id}"`, ...fieldPatterns.slice(1).map(told)][Symbol.iterator]();
  const value = filled(valuePattern, () => values.next().value!);
  const isTraced = code() === 1;
  const named = [specVersion, hole(), eventSource, topic, hole(), contentType, ...(isTraced ? [hole()] : [])];
  const headers = Object.fromEntries(named.map((header, n) => [headerNames[n]!, header]));
  const trace: RecordedOutcome["trace"][number][] = [];
  while (at < codes.length) {
    const phrases = listed(allRules, code());
    const verdict = listed(verdicts, code());
    const rule = phrases.code === 0 ? hole() : phrases.rule.endsWith("/") ? phrases.rule + hole() : phrases.rule;
    trace.push({ rule, verdict, observed: told(phrases.observed), consequence: told(phrases.consequence) });
  }
  return { event: { topic, key, value, headers }, trace };
};
