import { script } from "../server/script.js";
import { lua as serverLua } from "../server/lua.js";
import { lua } from "./lua.js";

const head = serverLua.instant + lua.otpHead;

export const reserveScript = script(head + lua.otpReserve);
export const endScript = script(head + lua.otpEnd);
export const verifyScript = script(head + lua.otpVerify);
export const forgetScript = script(head + lua.otpForget);
