import { useEffect, useState } from "preact/hooks";
import { decoded } from "../kit/decoded.js";

/** `#/messages/ID?status=failed`: the page, what it is about, and its filters. No number is ever in an address. */
export interface Route {
  readonly page: string;
  readonly id: string | undefined;
  readonly filters: Readonly<Record<string, string>>;
}

export const addressOf = (page: string, id?: string, filters: Readonly<Record<string, string>> = {}): string => {
  const given = Object.entries(filters).filter(([, value]) => value !== "");
  const query = given.length === 0 ? "" : `?${new URLSearchParams(Object.fromEntries(given))}`;
  return `#/${page}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${query}`;
};

export const routeOf = (hash: string): Route => {
  const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?");
  const [page = "", id] = path.split("/");
  return {
    page: page === "" ? "now" : page,
    id: id === undefined ? undefined : decoded(id),
    filters: Object.fromEntries(new URLSearchParams(query)),
  };
};

export const useRoute = (): Route => {
  const [route, show] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const read = () => show(routeOf(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return route;
};
