import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsentReview } from "../../src/application/ports/consent-review.js";

export const consentReviewContract = (
  name: string,
  open: () => Promise<{ readonly review: ConsentReview; close(): Promise<void> }>,
) =>
  describe(`${name} as a ConsentReview`, () => {
    let review: ConsentReview;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ review, close } = await open());
    });
    afterAll(() => close?.());
    const item = (id: string, ms: number) => ({ id, at: new Date(ms), sealed: Buffer.from([0, 255, 10, 32]) });

    test("items wait oldest first, each once, until they are judged", async () => {
      await review.add(item("b", 2_000));
      await review.add(item("a", 1_000));
      await review.add(item("b", 9_000));
      expect(await review.list(10)).toEqual([item("a", 1_000), item("b", 2_000)]);
      expect(await review.list(1)).toEqual([item("a", 1_000)]);
      expect(await review.find("b")).toEqual(item("b", 2_000));
      await review.remove("a");
      await review.remove("a");
      expect([await review.find("a"), await review.list(10)]).toEqual([undefined, [item("b", 2_000)]]);
    });
  });
