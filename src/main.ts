#!/usr/bin/env node
import { briefRun } from "./adapters/system/brief-run.js";
import { runCommandLine } from "./composition/command-line.js";
import { shippedVersion } from "./composition/shipped.js";

// Node 20 is this service's floor; the SDK's notice about its own future is no operator's business.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const [, , command = "serve"] = process.argv;
if (!["serve", "simulator"].includes(command)) briefRun();

process.exitCode = await runCommandLine(process, shippedVersion());
