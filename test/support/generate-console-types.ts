import { writeFileSync } from "node:fs";
import { consoleTypes } from "./console-types.js";

// `npm run generate`: the console's types of the service's answers.
writeFileSync("src/web/console/answers.ts", consoleTypes());
