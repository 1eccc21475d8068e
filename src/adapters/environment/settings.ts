import type { z } from "zod";
import { accessSettings } from "./access-settings.js";
import { recordSettings } from "./record-settings.js";
import { serverSettings } from "./server-settings.js";
import { textSettings } from "./text-settings.js";

/** Every setting of the service; the table of docs/settings.md is made from it. */
export const settings = { ...serverSettings, ...accessSettings, ...textSettings, ...recordSettings };

type Settings = typeof settings;
type Value<Name extends keyof Settings> = z.output<Settings[Name]["rule"]>;

/** The values by name: there where it is given or has a default. */
export type Given = {
  readonly [Name in keyof Settings]: Settings[Name] extends { readonly byDefault: string }
    ? Value<Name>
    : Value<Name> | undefined;
};
