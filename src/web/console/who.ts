import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./answers.js";

/** The person who is signed in, with the rights of the key. */
export const WhoContext = createContext<Session>({ name: null, scopes: [] });

/** True if the key has the scope: what it may not do has no button. */
export const useMay = (scope: "send" | "admin"): boolean => useContext(WhoContext).scopes.includes(scope);
