import { useEffect, useState } from "preact/hooks";
import { decoded } from "../kit/decoded.js";

/** The part of the address after its `#`: a browser sends it nowhere, so no number is in a log. */
export interface Route {
  readonly phone?: string | undefined;
  readonly text?: string | undefined;
  readonly search: string;
}

export const addressOf = ({ phone = "", text, search }: Route): string => {
  const query = search === "" ? "" : `?search=${encodeURIComponent(search)}`;
  return `#${phone}${text === undefined ? "" : `/${text}`}${query}`;
};

export const routeOf = (hash: string): Route => {
  const [, phone = "", text = "", query = ""] = /^#?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/u.exec(hash) ?? [];
  const search = new URLSearchParams(query).get("search") ?? "";
  return { phone: decoded(phone) || undefined, text: decoded(text) || undefined, search };
};

/** `replace`: the place before is not kept, as while typing. */
export const goTo = (route: Route, replace = false): void => {
  if (replace) history.replaceState(null, "", addressOf(route));
  else history.pushState(null, "", addressOf(route));
  dispatchEvent(new PopStateEvent("popstate"));
};

export const useRoute = (): Route => {
  const [route, show] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const read = () => show(routeOf(location.hash));
    addEventListener("popstate", read);
    addEventListener("hashchange", read);
    return () => {
      removeEventListener("popstate", read);
      removeEventListener("hashchange", read);
    };
  }, []);
  return route;
};
