import { isIP } from "node:net";
import { z } from "zod";
import { apiKey } from "./api-key.js";
import { setting } from "./setting.js";
import { choice, list, someOne, whole } from "./setting-rules.js";

/** CIDR, as RFC 4632 §3.1 and RFC 4291 §2.3 write it. */
const isNetwork = (value: string): boolean => {
  const [address = "", bits = "", ...rest] = value.split("/");
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
};

/** HTTP, keys of callers, the pages, webhooks. */
export const doorSettings = {
  HTTP_HOST: setting({ rule: z.string(), byDefault: "127.0.0.1", does: "address of the HTTP API" }),
  HTTP_PORT: setting({ rule: whole(0, 65_535), byDefault: "8080", does: "its port; 0 takes a free one" }),
  API_KEYS: setting({
    rule: list.pipe(z.array(apiKey).min(1, someOne)),
    otherwise: "none: loopback only",
    does: "`name:secret:scope+scope,…`; a secret has at least 16 characters, or is its salted hash (`sms keys hash`); scopes send, read, otp, admin; `:600/min` behind them limits the requests of the key, in each worker",
    secret: true,
  }),
  API_KEYS_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "file of further keys, one on each line; `#` begins a comment",
  }),
  CONSOLE: setting({
    rule: choice(["on", "off"]),
    byDefault: "on",
    does: "`off` serves no console on `/console/`",
  }),
  SIMULATOR_PORT: setting({
    rule: whole(0, 65_535),
    byDefault: "8081",
    does: "port of the embedded simulator's phones",
  }),
  SMS_WEBHOOK_ALLOW: setting({
    rule: list.pipe(z.array(z.string().refine(isNetwork, "each network is CIDR such as 10.0.0.0/8")).min(1, someOne)),
    otherwise: "none",
    does: "networks that a webhook may reach although they are private: `10.0.0.0/8,fd00::/8`",
  }),
};
