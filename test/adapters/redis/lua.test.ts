import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { luaModules } from "../../support/lua-modules.js";

describe("Lua", () => {
  test.each(luaModules())(
    "$path holds the texts beside it; write it with: npm run generate",
    async ({ path, texts }) => {
      const { lua } = await import(pathToFileURL(path).href);
      expect(lua).toEqual(texts);
    },
  );

  test("every room of Lua was found", () => {
    expect(luaModules().map(({ path }) => path)).toContain("src/adapters/redis/journal/lua.ts");
  });
});
