import { describe, expect, test } from "vitest";
import { ofClass, openSpine } from "../../support/spine.js";

const minute = 60_000;

describe("a slot", () => {
  // Eight slots are codes' alone. Of 24, so many answers may wait beside them: 24 / 8, and one of a code.
  const slots = 24;
  const ofOthers = slots - 8;
  const answersOfOthers = slots / 8;

  test("is free at the gateway's answer, while few answers are not written down", async () => {
    const spine = openSpine({ slots });
    spine.troubled.trouble("settle", ...Array<"before">(10_000).fill("before"));
    const messages = Array.from({ length: 60 }, () => spine.aMessage());
    const all = messages.map((message, n) => spine.deliverMessage(message, `order.created/0/${n}`, spine.never));
    await spine.clock.advance(5_000);
    expect(spine.gateway.received).toHaveLength(ofOthers + answersOfOthers);
    const states = await Promise.all(messages.map(({ id }) => spine.journal.read(id)));
    expect(states.filter((entry) => entry?.state === "sending")).toHaveLength(ofOthers + answersOfOthers);

    const code = spine.aMessage(ofClass("otp"));
    void spine.deliverMessage(code, "order.created/0/100", spine.never);
    await spine.clock.advance(1_000);
    expect(spine.gateway.received).toHaveLength(ofOthers + answersOfOthers + 1);

    spine.troubled.trouble("settle");
    await spine.clock.until(Promise.all(all), minute);
    expect(spine.gateway.received).toHaveLength(messages.length + 1);
  });
});
