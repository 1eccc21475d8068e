#!/usr/bin/env node
import { existsSync } from "node:fs";
import { briefRun } from "./adapters/system/brief-run.js";
import { shippedVersion } from "./composition/shipped.js";

// Node 20 is this service's floor; the SDK's notice about its own future is no operator's business.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const [, , command = "serve"] = process.argv;
const isBrief = !["serve", "simulator"].includes(command);
if (isBrief) briefRun();

// The build writes commands to a few files: Node loads them in half the time. Sources that are not built have none.
const isBundled = isBrief && existsSync(new URL("./brief/command-line.js", import.meta.url));
const room = isBundled ? "brief" : "composition";
const { runCommandLine } = (await import(
  `./${room}/command-line.js`
)) as typeof import("./composition/command-line.js");
process.exitCode = await runCommandLine(process, shippedVersion());
