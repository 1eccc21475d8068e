import { priceCounts } from "../../../domain/receipt/price-sum.js";
import { lua as serverLua } from "../server/lua.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

const counts = `local COUNTS = { ${priceCounts.map((name) => `'${name}'`).join(", ")} }\n`;

export const stepsScript = script(serverLua.instant + counts + lua.receiptSteps);
export const leaseScript = script(serverLua.instant + lua.receiptLease);
export const releaseScript = script(lua.receiptRelease);
export const advanceScript = script(lua.receiptAdvance);
export const watermarkScript = script(lua.receiptWatermark);
export const unparsedScript = script(serverLua.instant + lua.unparsed);
export const unparsedListScript = script(serverLua.instant + lua.unparsedList);
export const unparsedAllScript = script(lua.unparsedAll);
export const unparsedRemoveScript = script(lua.unparsedRemove);
