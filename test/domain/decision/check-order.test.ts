import { expect, test } from "vitest";
import type { checkContent } from "../../../src/domain/decision/checks/content-check.js";
import type { checkDestination } from "../../../src/domain/decision/checks/destination-check.js";
import type { checkEncoding } from "../../../src/domain/decision/checks/encoding-check.js";
import type { checkFrequency } from "../../../src/domain/decision/checks/frequency-check.js";
import type { checkOptOut } from "../../../src/domain/decision/checks/opt-out-check.js";
import type { checkPrice } from "../../../src/domain/decision/checks/price-check.js";
import type { checkPromotion } from "../../../src/domain/decision/checks/promotion-check.js";
import type { checkReach } from "../../../src/domain/decision/checks/reach-check.js";
import type { checkSender } from "../../../src/domain/decision/checks/sender-check.js";
import type { checkSpend } from "../../../src/domain/decision/checks/spend-check.js";
import type { checkTemplateRules } from "../../../src/domain/decision/checks/template-rules-check.js";
import type { checkTiming } from "../../../src/domain/decision/checks/timing-check.js";
import type { After } from "../../../src/domain/decision/draft.js";
import type { Evidence } from "../../../src/domain/decision/evidence.js";

type Everything = keyof Evidence;

/** The check takes a draft that every check but the named one has seen. */
type GoesWithout<Check extends (draft: never) => unknown, Missing extends Everything> = After<
  Exclude<Everything, Missing>
> extends Parameters<Check>[0]
  ? true
  : false;

test("no check can be made before the one that precedes it: two lines of decide, swapped, do not compile", () => {
  // The compiler holds each `false` to its type; the test runs so that the file counts.
  const swapped: [
    GoesWithout<typeof checkContent, "number">,
    GoesWithout<typeof checkEncoding, "content">,
    GoesWithout<typeof checkPrice, "encoding">,
    GoesWithout<typeof checkDestination, "price">,
    GoesWithout<typeof checkSender, "destination">,
    GoesWithout<typeof checkTemplateRules, "sender">,
    GoesWithout<typeof checkPromotion, "templateRules">,
    GoesWithout<typeof checkOptOut, "promotion">,
    GoesWithout<typeof checkReach, "optOut">,
    GoesWithout<typeof checkTiming, "reach">,
    GoesWithout<typeof checkFrequency, "timing">,
    GoesWithout<typeof checkSpend, "frequency">,
  ] = [false, false, false, false, false, false, false, false, false, false, false, false];
  const whole: GoesWithout<typeof checkContent, "spend"> = true;
  expect([...new Set(swapped), whole]).toEqual([false, true]);
});
