import type { z } from "zod";

/** One setting: its rule, its default, and its effect. */
interface Setting {
  readonly rule: z.ZodType<unknown, string>;
  /** The value as an environment would write it. */
  readonly byDefault?: string;
  /** The rule in force where there is no default value to write. */
  readonly otherwise?: string;
  readonly does: string;
  /** The value is never shown. */
  readonly secret?: true;
}

export const setting = <const Given extends Setting>(given: Given): Given => given;
