import { priceOf } from "../domain/country/price-book.js";
import type { AskedNow } from "../application/operators/examine-deployment.js";
import type { Deployment } from "../domain/doctor/deployment.js";
import type { MessageClass } from "../domain/message-class.js";
import { expectedLocales } from "../domain/template/lint/expected-locales.js";
import { lintTemplate } from "../domain/template/lint/lint-template.js";
import { apiKeysOf } from "./api-keys.js";
import type { Services } from "./services.js";
import { standIns } from "./stand-ins.js";

type StandingNeeds = Pick<
  Services,
  | "accountWatch"
  | "blockedAccount"
  | "config"
  | "events"
  | "facts"
  | "limits"
  | "logFiller"
  | "mendOrphans"
  | "otpPolicies"
  | "readiness"
  | "store"
  | "warnings"
>;
/** Reads what settings, files and this process know of the deployment. */
export const createStanding = (needs: StandingNeeds): (() => Omit<Deployment, AskedNow>) => {
  const { accountWatch, blockedAccount, config, events, facts, limits, logFiller, mendOrphans } = needs;
  const { otpPolicies, readiness, store, warnings } = needs;
  // As the doors have them: the file is read at the start only.
  const apiKeys = apiKeysOf(config)?.length;
  /** Checks of their own tell of these. */
  const told = new Set(standIns(config));
  return () => {
    const { allowedCountries, defaultCountry, prices, rules, templates } = facts();
    const countries = allowedCountries === "all" ? "all" : [...allowedCountries].sort();
    const listed = countries === "all" ? [defaultCountry] : countries;
    const demanding = (demand: "dedicatedNumber" | "registeredSender") =>
      countries === "all" ? [] : countries.filter((country) => rules.countries.get(country)?.[demand] !== undefined);
    const lintFacts = {
      locales: expectedLocales([...templates.values()]),
      pricePerPart: (of: MessageClass) => priceOf(prices, defaultCountry, of)?.micros,
    };
    return {
      accountSpend: accountWatch.spend,
      spentUpUntil: accountWatch.spentUp === undefined ? undefined : new Date(accountWatch.spentUp.until),
      blockedUntil: blockedAccount.until,
      gateway: config.SMS_GATEWAY,
      region: config.AWS_REGION,
      hasKafka: config.KAFKA_BROKERS !== undefined,
      hasRedis: config.REDIS_URL !== undefined,
      hasDatabase: config.DATABASE_URL !== undefined,
      apiKeys,
      hasHashKey: config.SMS_HASH_KEY !== undefined,
      hasOtpSecret: config.OTP_SECRET !== undefined,
      troubles: readiness(),
      warnings: warnings.filter((warning) => !told.has(warning)),
      wrongClocks: [...store.warnings(), ...events.warnings()],
      allowedCountries: countries,
      senderId: config.SMS_SENDER_ID,
      originationNumber: config.SMS_ORIGINATION_NUMBER,
      entityId: config.SMS_ENTITY_ID,
      demanding: { number: demanding("dedicatedNumber"), sender: demanding("registeredSender") },
      hasOwnPrices: config.SMS_PRICE_BOOK !== undefined,
      unpricedCountries: listed.filter((country) => priceOf(prices, country, "transactional") === undefined),
      templates: templates.size,
      templateFaults: [...templates.values()].flatMap((template) => lintTemplate(template, lintFacts).findings).length,
      rates: config.rates,
      orphans: mendOrphans.found(),
      logLagSeconds: logFiller.lagSeconds(),
      otpPurposes: [...otpPolicies.keys()],
      otpPerHour: limits().otpPerHour,
    };
  };
};
