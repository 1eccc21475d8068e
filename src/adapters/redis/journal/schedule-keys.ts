import { lanes } from "../../../domain/message-class.js";

/** In the order that park.lua and schedule.lua expect. */
export const scheduleKeys: readonly string[] = [...lanes.map((lane) => `due:${lane}`), "parked", "taken", "deferred"];
