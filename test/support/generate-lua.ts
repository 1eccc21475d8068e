import { writeFileSync } from "node:fs";
import { luaModules } from "./lua-modules.js";

// `npm run generate`: one module per room of .lua files, so that what runs looks for no file.
for (const { path, texts } of luaModules()) {
  const head = "/** Texts of the .lua files in this folder; `npm run generate` writes it. */";
  writeFileSync(path, `${head}\nexport const lua = ${JSON.stringify(texts, null, 2)} as const;\n`);
}
