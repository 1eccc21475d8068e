import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** The person who is signed in, with the rights of the key. */
export interface Who {
  readonly name: string | null;
  readonly scopes: readonly string[];
}

export const WhoContext = createContext<Who>({ name: null, scopes: [] });

/** True if the key has the scope: what it may not do has no button. */
export const useMay = (scope: "send" | "admin"): boolean => useContext(WhoContext).scopes.includes(scope);
