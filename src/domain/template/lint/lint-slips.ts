import { parse } from "tldts";
import type { Template, TemplateText } from "../template.js";
import type { LintFinding } from "./lint-finding.js";
import { shortenersIn } from "./public-shorteners.js";
import { formText } from "./sample-texts.js";
import { templateForms } from "./template-forms.js";

type Found = readonly [LintFinding["rule"], string];

/** YAML 1.2 §5.7: escapes mean something between double quotes only. */
const escaped = /\\(?:[nrt]|u[\da-f]{4}|x[\da-f]{2})/i;
const bidi = /\p{Bidi_Control}/gu;
const entity = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/i;
/** Elements of HTML that people paste, and any comment. */
const tag =
  /<\/?(?:a|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|ol|p|pre|script|small|span|strong|style|sub|sup|table|td|th|tr|u|ul)\b[^<>]*>|<!--/i;
const bareHost =
  /(?<![\p{L}\p{N}@:/._-])(?!www\.)(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+(?:\p{L}[\p{L}\p{M}]+|xn--[a-z\d-]+)(?![\p{L}\p{M}\p{N}@-])/giu;

/** Characters that no text holds mark the places of values: the first for URL variables, the second for others. */
const urlMark = "\ue000";
const otherMark = "\ue001";

const isWeb = (host: string): boolean => {
  const { domain, isIcann } = parse(host);
  return domain !== null && isIcann === true;
};

/** Names the places where text touches a URL, which phones then take for a part of it. */
const gluedIn = (sample: string): boolean =>
  new RegExp(
    `[\\p{L}\\p{N}]${urlMark}|${urlMark}[^\\s)\\]"'»”,;!?.${otherMark}]|${urlMark}[${otherMark}]|${urlMark}[.,;!?]\\S`,
    "u",
  ).test(sample) ||
  new RegExp(
    `(?:https?:\\/\\/|www\\.)[^\\s${urlMark}${otherMark}]*[^\\s\\/=?&#${urlMark}${otherMark}][${urlMark}${otherMark}]`,
    "iu",
  ).test(sample);

/** Slips of the author's hand that a phone shows as they are, or makes something else of. */
export const slipFindings = (template: Template, text: TemplateText): readonly Found[] => {
  const { source } = text;
  const marks = [...source.matchAll(bidi)].map(([mark]) => `U+${mark.codePointAt(0)!.toString(16).toUpperCase()}`);
  const hosts = [...source.matchAll(bareHost)]
    .map(([host]) => host)
    .filter((host) => isWeb(host) && shortenersIn(host).length === 0);
  const glued = templateForms(template, text).some((form) =>
    gluedIn(formText(template, text, form, (_, { type }) => (type === "url" ? urlMark : otherMark))),
  );
  return [
    ...(escaped.test(source)
      ? [
          [
            "literal-escape",
            `shows ${escaped.exec(source)![0]} as it stands: put the text between double quotes, where it is one character`,
          ] as const,
        ]
      : []),
    ...(entity.test(source)
      ? [["html", `shows ${entity.exec(source)![0]} as it stands: write the character`] as const]
      : []),
    ...(tag.test(source)
      ? [["html", `shows ${tag.exec(source)![0].slice(0, 20)} as it stands: texts have no markup`] as const]
      : []),
    ...(marks.length > 0
      ? [
          [
            "bidi-character",
            `holds ${[...new Set(marks)].join(", ")}, which turns what follows around unseen: leave it out`,
          ] as const,
        ]
      : []),
    ...hosts.map(
      (host): Found => ["url-without-scheme", `not every phone makes a link of ${host}: write https://${host}`],
    ),
    ...(glued
      ? [
          [
            "glued-to-url",
            "something stands against a URL, so that phones link both as one: put a blank between them",
          ] as const,
        ]
      : []),
  ];
};
