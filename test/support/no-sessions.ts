import { createConsoleSessions } from "../../src/adapters/http/console-session.js";
import { systemClock } from "../../src/adapters/system/clock.js";

/** Sessions of a console that nobody opens. */
export const noSessions = createConsoleSessions({ clock: systemClock, hashes: { keyed: (value) => value } });
