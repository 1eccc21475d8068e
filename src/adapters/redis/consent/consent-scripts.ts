import { script } from "../server/script.js";
import { lua } from "./lua.js";

export const mergeScript = script(lua.consentMerge);
export const askScript = script(lua.consentClock + lua.consentAsk);
export const readScript = script(lua.consentRead);
export const pageScript = script(lua.consentPage);
export const permitScript = script(lua.consentClock + lua.consentPermit);
export const optInScript = script(lua.consentClock + lua.consentOptIn);
export const seenScript = script(lua.consentSeen);
export const unseenScript = script(lua.consentUnseen);
export const positionScript = script(lua.consentPosition);
export const sweepHoldScript = script(lua.sweepHold);
export const sweepReadScript = script(lua.sweepRead);
export const sweepSaveScript = script(lua.sweepSave);
