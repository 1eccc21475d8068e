import { script } from "../server/script.js";
import { lua } from "./lua.js";

export const reserveScript = script(lua.otpHead + lua.otpReserve);
export const endScript = script(lua.otpHead + lua.otpEnd);
export const verifyScript = script(lua.otpHead + lua.otpVerify);
/** A record outlives its codes by a while; one that expired with them counts as none. */
export const forgetScript = script(
  `${lua.otpHead}
local record, now = load(), clock()
redis.call('DEL', KEYS[1])
return record and record.expires > now and 1 or 0`,
);
