import { writeFileSync } from "node:fs";
import { readTemplates } from "../../src/adapters/files/templates.js";
import { templateTypes } from "../../src/domain/template/template-types.js";

// `npm run generate`: the library's types of the shipped templates.
writeFileSync("src/entry/template-variables.ts", templateTypes(readTemplates("templates").values()));
