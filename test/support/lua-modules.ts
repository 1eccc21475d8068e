import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const nameOf = (file: string): string =>
  basename(file, ".lua").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

interface LuaModule {
  readonly path: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** For each folder with .lua files, the module that holds their texts. */
export const luaModules = (root = "src/adapters/redis"): readonly LuaModule[] => {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".lua"))
    .map((file) => join(root, file))
    .sort();
  return [...new Set(files.map((file) => dirname(file)))].map((folder) => ({
    path: join(folder, "lua.ts"),
    texts: Object.fromEntries(
      files.filter((file) => dirname(file) === folder).map((file) => [nameOf(file), readFileSync(file, "utf8")]),
    ),
  }));
};
