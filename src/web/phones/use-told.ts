import { useEffect, useState } from "preact/hooks";
import type { Told } from "./told.js";

const known = new Map<string, Told>();
/** Rows pass as one scrolls: those that stay are asked for. The service learns of a text a moment after its phone; a receipt takes longer. */
const afterMs = [100, 200, 600, 2_000, 5_000, 15_000];
const mostAsked = 50;
const ended = new Set(["delivered", "undelivered", "failed"]);

const ask = async (ids: readonly string[]): Promise<void> => {
  const query = ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
  const answer = await fetch(`api/inbox/told?${query}`);
  if (!answer.ok) return;
  const { told } = (await answer.json()) as { told: Readonly<Record<string, Told>> };
  for (const [id, one] of Object.entries(told)) known.set(id, one);
};

/** The service's word on these texts, asked again until each has ended. */
export const useTold = (ids: readonly string[], service: boolean): ReadonlyMap<string, Told> => {
  const [, show] = useState(0);
  const open = ids.filter((id) => !ended.has(known.get(id)?.state ?? "")).slice(-mostAsked);
  const asked = open.join(" ");
  useEffect(() => {
    if (!service || asked === "") return;
    let timer: ReturnType<typeof setTimeout>;
    let left = true;
    const turn = (round: number): void => {
      timer = setTimeout(async () => {
        await ask(asked.split(" ")).catch(() => undefined);
        if (!left) return;
        show((count) => count + 1);
        if (round + 1 < afterMs.length) turn(round + 1);
      }, afterMs[round]);
    };
    turn(0);
    return () => {
      left = false;
      clearTimeout(timer);
    };
  }, [asked, service]);
  return known;
};
