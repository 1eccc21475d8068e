import { setting } from "./setting.js";
import { choice, whole } from "./setting-rules.js";

/** The process: its log and its end. */
export const processSettings = {
  LOG_LEVEL: setting({
    rule: choice(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    byDefault: "info",
    does: "`debug` shows each step of each message, without number, text or code",
  }),
  LOG_FORMAT: setting({
    rule: choice(["json", "pretty"]),
    otherwise: "`pretty` on a terminal, else `json`",
    does: "how log lines look on standard error",
  }),
  SHUTDOWN_GRACE_MS: setting({
    rule: whole(0, 600_000),
    byDefault: "15000",
    does: "how long a stop waits for what is in flight",
  }),
};
