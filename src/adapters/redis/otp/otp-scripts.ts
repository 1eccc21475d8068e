import { script } from "../server/script.js";
import { lua } from "./lua.js";

export const reserveScript = script(lua.otpHead + lua.otpReserve);
export const endScript = script(lua.otpHead + lua.otpEnd);
export const verifyScript = script(lua.otpHead + lua.otpVerify);
export const forgetScript = script(lua.otpHead + lua.otpForget);
