import { describe, expect, test } from "vitest";
import { openSpine } from "../../support/spine.js";

const minute = 60_000;

describe("a text that is about to leave", () => {
  test.each([
    { of: "that answers at once: at most 8", acts: "ok" as const, beyond: 1, most: 8 },
    { of: "on whose wire many are: at most a sixth of those", acts: "slow" as const, beyond: 8, most: 256 / 6 },
  ])(
    "few are marked and have not left, with a gateway $of, however slow the journal is",
    async ({ acts, beyond, most }) => {
      const spine = openSpine({ slots: 264 });
      spine.gateway.byDefault = acts;
      spine.troubled.trouble("mark", ...Array<"before">(100).fill("before"));
      const { steps } = spine.troubled;
      const marked = new Set<unknown>();
      let [called, highest] = [0, 0];
      const publish = spine.gateway.publish.bind(spine.gateway);
      spine.gateway.publish = (text, signal, departure) => {
        const left = () => {
          for (const { name, args } of steps.splice(0)) if (name === "mark") marked.add(args[0]);
          highest = Math.max(highest, marked.size - called);
          called += 1;
          departure.left();
        };
        return publish(text, signal, { ...departure, left });
      };
      const messages = Array.from({ length: 600 }, () => spine.aMessage());
      const all = messages.map((message, n) => spine.deliverMessage(message, `order.created/0/${n}`, spine.never));
      await spine.clock.until(Promise.all(all), minute);
      expect(spine.gateway.received).toHaveLength(600);
      expect(marked.size).toBe(600);
      expect(highest).toBeLessThanOrEqual(most);
      expect(highest).toBeGreaterThan(beyond);
    },
  );

  test("is not marked when the breaker opened while it was signed", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    const publish = spine.gateway.publish.bind(spine.gateway);
    let signs = true;
    spine.gateway.publish = async (...call) => {
      if (signs)
        spine.breaker.heard(
          { kind: "misconfigured", code: "AccessDenied", detail: "" },
          spine.clock.monotonic(),
          false,
        );
      signs = false;
      return publish(...call);
    };
    expect(
      await spine.clock.until(spine.deliverMessage(message, "order.created/0/1", spine.never), minute),
    ).toMatchObject({
      state: "sent",
    });
    expect((await spine.journal.read(message.id))?.attempts).toBe(1);
    expect(spine.gateway.calls).toHaveLength(1);
  });

  test("whose client cannot make the call was never marked: it waits, and goes once when that ends", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    const publish = spine.gateway.publish.bind(spine.gateway);
    let without = 3;
    spine.gateway.publish = async (...call) => {
      without -= 1;
      return without < 0 ? publish(...call) : { kind: "misconfigured", code: "CredentialsProviderError", detail: "" };
    };
    const delivered = spine.deliverMessage(message, "order.created/0/1", spine.never);
    await spine.clock.advance(100);
    expect(await spine.journal.read(message.id)).toMatchObject({ state: "open", attempts: 0 });
    expect(await spine.clock.until(delivered, minute)).toMatchObject({ state: "sent" });
    expect(spine.gateway.received).toHaveLength(1);
  });
});
