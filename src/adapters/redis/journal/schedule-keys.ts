import { lanes } from "../../../domain/message-class.js";

/** As park.lua and schedule.lua expect them. */
export const scheduleKeys: readonly string[] = [...lanes.map((lane) => `due:${lane}`), "parked", "taken"];
