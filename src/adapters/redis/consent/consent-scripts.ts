import { script } from "../server/script.js";
import { lua as serverLua } from "../server/lua.js";
import { lua } from "./lua.js";

const head = serverLua.instant + lua.consentClock;

export const mergeScript = script(lua.consentMerge);
export const askScript = script(head + lua.consentAsk);
export const readScript = script(lua.consentRead);
export const pageScript = script(lua.consentPage);
export const permitScript = script(head + lua.consentPermit);
export const optInScript = script(head + lua.consentOptIn);
export const seenScript = script(lua.consentSeen);
export const unseenScript = script(lua.consentUnseen);
export const positionScript = script(lua.consentPosition);
export const sweepHoldScript = script(head + lua.sweepHold);
export const sweepReadScript = script(lua.sweepRead);
export const sweepSaveScript = script(lua.sweepSave);
