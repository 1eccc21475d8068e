import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as console from "../../src/web/console/route.js";
import * as phones from "../../src/web/phones/route.js";

const escapes = fc.constantFrom("%", "%4", "%41", "%ff", "+", "&", "#", "?", "=", "é", "a", " ");
const words = fc.array(escapes, { minLength: 1, maxLength: 6 }).map((all) => all.join(""));

describe("addresses of the pages", () => {
  test("a search, an id and filters come back as they went into the address", () => {
    fc.assert(
      fc.property(words, (text) => {
        const phone = phones.routeOf(phones.addressOf({ phone: "+447700900123", text: "a-1", search: text }));
        expect(phone).toEqual({ phone: "+447700900123", text: "a-1", search: text });
        const route = console.routeOf(console.addressOf("messages", text, { reference: text }));
        expect(route).toEqual({ page: "messages", id: text, filters: { reference: text } });
      }),
    );
  });

  test.each(["#%", "#+44%/50%?search=%", "#%e9/%ff"])("%s, typed by hand, is read as far as it goes", (hash) => {
    expect(() => phones.routeOf(hash)).not.toThrow();
    expect(() => console.routeOf(`#/messages/${hash.slice(1)}`)).not.toThrow();
  });
});
