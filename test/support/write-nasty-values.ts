import { writeFileSync } from "node:fs";
import { nastyPage } from "./nasty-page.js";

writeFileSync("docs/nasty-values.md", nastyPage());
