import type { z } from "zod";
import { settingGroups as groups } from "./setting-groups.js";

/** Every setting of the service, by name. */
export const settings = {
  ...groups.Gateway,
  ...groups.Kafka,
  ...groups["Redis and PostgreSQL"],
  ...groups["Secrets and one-time codes"],
  ...groups["HTTP, console, phones, webhooks"],
  ...groups.Texts,
  ...groups["Prices, limits, rates"],
  ...groups["Replies and opt-outs"],
  ...groups.Receipts,
  ...groups.Process,
};

type Settings = typeof settings;
type Value<Name extends keyof Settings> = z.output<Settings[Name]["rule"]>;

/** The values by name: there where it is given or has a default. */
export type Given = {
  readonly [Name in keyof Settings]: Settings[Name] extends { readonly byDefault: string }
    ? Value<Name>
    : Value<Name> | undefined;
};
