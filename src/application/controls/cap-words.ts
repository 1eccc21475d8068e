import { instantText } from "../../domain/instant-text.js";
import type { RecipientCap } from "../../domain/rate/recipient-caps.js";

/** `promotional: 1 of 2 per day`. */
export const capText = ({ most, name, window }: RecipientCap, count: number): string =>
  `${name}: ${count} of ${most} per ${window}`;

export const cappedText = (cap: RecipientCap, freeAt: number | undefined): string =>
  `${cap.most} of ${cap.of === "class" ? cap.name : `the template ${cap.name}`} are allowed per ${cap.window}${
    freeAt === undefined ? "" : `, the next one from ${instantText(freeAt)}`
  }`;
