import { type Pattern, patternOf } from "./pattern.js";

/*
 * Kept outcomes name patterns by their places in these lists: append to a list, never change or remove what it has. The
 * first pattern of each list is a hole alone, which fits everything.
 */

export type Patterns = readonly Pattern[];
const patterns = (...texts: readonly string[]): Patterns => ["{}", ...texts].map(patternOf);

/** The fields of an outcome's JSON, in order; every other JSON is kept whole. */
const fields: readonly (readonly [name: string, ...texts: readonly string[]])[] = [
  ["messageId"],
  ["status", '"sent"', '"failed"'],
  ["to", '"{}"'],
  ["class", '"transactional"', '"promotional"', '"otp"', "null"],
  ["recipient", '"recipient"', '"customer"', '"{}"'],
  ["template", "null", '"{}"'],
  ["templateVersion", "null", '"{}"'],
  ["encoding", '"GSM-7"', '"UCS-2"', "null"],
  ["segments", "1", "2", "null"],
  ["estimatedCost", "null", '{"micros":{},"currency":"USD"}'],
  ["gateway", '"sns"', "null", '"{}"'],
  ["providerMessageId", "null", '"{}"'],
  ["attempts", "1", "0", "2"],
  ["reason", "null", '"{}"'],
  ["detail", "null", '"{}"'],
  ["reference", "null", '"{}"'],
  ["correlationId", "null", '"{}"'],
  ["campaignId", "null", '"{}"'],
  ["caller", "null", '"{}"'],
  [
    "source",
    '{"topic":"{}","partition":{},"offset":"{}","eventId":"{}"}',
    '{"topic":"sms.requested","partition":{},"offset":"{}","eventId":"{}"}',
    '{"topic":"{}","partition":{},"offset":"{}","eventId":null}',
  ],
  ["acceptedAt", '"{}"'],
  ["occurredAt", '"{}"'],
];

export const valuePattern: Pattern = patternOf(`{${fields.map(([name]) => `"${name}":{}`).join(",")}}`);
export const fieldPatterns: readonly Patterns[] = fields.map(([, ...texts]) => patterns(...texts));

const sharedName = "the network shows a number or a shared name";
const samplePrice =
  "sample price; your account's international route costs more: put its price into SMS_PRICE_BOOK (an example, USD 0.00645 per part by either route, {})";

/** One rule of a trace; after a slash it goes on with a country or a cap. */
export interface RulePhrases {
  readonly code: number;
  readonly rule: string;
  readonly observed: Patterns;
  readonly consequence: Patterns;
}

type Row = readonly [rule: string, observed: readonly string[], consequence: readonly string[]];

/** The first stands for every rule that is not listed. */
const rows: readonly Row[] = [
  ["/", [], []],
  ["number", ["{} MOBILE {}••••{}", "{} FIXED_LINE_OR_MOBILE {}••••{}"], ["a number that gets texts"]],
  ["template", ["{} {} in {}"], ["every variable fits"]],
  [
    "encoding",
    ["GSM-7, {} units, 1 part", "UCS-2, {} units, 1 part", "{}, {} units, {} parts"],
    ["at most {} parts are allowed"],
  ],
  ["price", ["no price for {}"], ["the cost is unknown; add a price to the price book"]],
  ["price/", ["{} x {} micro-USD"], [`{} micro-USD; ${samplePrice}`, "{} micro-USD ({})"]],
  ["destination", [], ["an allowed country"]],
  [
    "sender/",
    ["no sender ID"],
    [
      `${sharedName} (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, {})`,
      `${sharedName} ({})`,
      "{} (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, {})",
    ],
  ],
  ["sender", ["no sender ID"], [sharedName, "nothing is on record about sender IDs in {}"]],
  [
    "sender-replaced/",
    ["no sender ID"],
    [
      `${sharedName} (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, {})`,
    ],
  ],
  [
    "dlt/",
    ["no entity id"],
    [
      "DLT does not bind: the text goes by the international route (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, {})",
    ],
  ],
  ["opt-out", ["no opt-out"], ["the recipient takes texts"]],
  ["deadline", [], ["in time"]],
  ["frequency", ["no cap"], ["the recipient may get it"]],
  ["spend", ["{} {}: {} USD, no limit", "{} {}: {} of {} USD"], ["{} micro-USD are reserved"]],
  ["gateway", ["attempt {}: accepted"], ["handed to the provider"]],
  [
    "approved-templates/",
    ["a template"],
    [
      "China delivers only texts whose template AWS Support had approved, for accounts that it had allowed (https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-sms-by-country.html, {})",
    ],
  ],
  ["otp", ["{}, verification {}, until {}"], ["a code was made"]],
];

export const allRules: readonly RulePhrases[] = rows.map(([rule, observed, consequence], code) => ({
  code,
  rule,
  observed: patterns(...observed),
  consequence: patterns(...consequence),
}));
const byRule = new Map(allRules.map((phrases) => [phrases.rule, phrases]));
const [anyRule] = allRules as [RulePhrases];

export const phrasesOf = (rule: string): RulePhrases => {
  const slash = rule.indexOf("/");
  return byRule.get(slash === -1 ? rule : rule.slice(0, slash + 1)) ?? anyRule;
};

/** Codes of whole traces: of texts to India, elsewhere and to North America, without a limit of money and with one. */
export const usualTraces: readonly string[] = [
  "$#$$%#$$&#$$($$$)##$,#$$-$$$.#$$/##$0#$$1#$$2#$$",
  "$#$$%#$$&#$$'$$$)##$*#$$.#$$/##$0#$$1#$$2#$$",
  "$#%$%#$$&#$$'$$$)##$*#$$.#$$/##$0#$$1#$$2#$$",
  "$#$$%#$$&#$$($$$)##$,#$$-$$$.#$$/##$0#$$1#%$2#$$",
  "$#$$%#$$&#$$'$$$)##$*#$$.#$$/##$0#$$1#%$2#$$",
  "$#%$%#$$&#$$'$$$)##$*#$$.#$$/##$0#$$1#%$2#$$",
];
