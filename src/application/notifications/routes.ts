import { notifications } from "./all.js";
import { told } from "./told.js";

/** Every event that the service reads, by its topic: those that ask for texts, and those that only tell something. */
export const routes = {
  notifications: new Map(notifications.map((one) => [one.topic, one])),
  told: new Map(told.map((one) => [one.topic, one])),
} as const;

/** The topics of these, without prefix. */
export const eventTopics: readonly string[] = [...routes.notifications.keys(), ...routes.told.keys()];
