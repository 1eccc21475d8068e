import type { ExitCode, Terminal } from "../adapters/cli/terminal.js";
import { shownSettings } from "../adapters/environment/shown-settings.js";
import { checkedConfig } from "./checked-config.js";

/** `sms config`: the settings in force, and every fault of settings and files. */
export const configCommand = (environment: NodeJS.ProcessEnv, json: boolean, output: Terminal["output"]): ExitCode =>
  shownSettings(environment, json, output, checkedConfig);
