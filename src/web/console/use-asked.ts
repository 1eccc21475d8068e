import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ask, Refused } from "./ask.js";
import { useLive } from "./live.js";

export interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly fault: Refused | undefined;
  /** Asks once more, now. */
  again(): Promise<void>;
}

/**
 * The answer of one call, asked again when the service tells of something new and every `everyMs`, while the page is looked at;
 * undefined path: nothing is asked.
 */
export const useAsked = <Answer>(path: string | undefined, body?: unknown, everyMs?: number): Asked<Answer> => {
  const [state, show] = useState<{ key: string; answer?: Answer; fault?: Refused }>({ key: "" });
  const key = `${path} ${JSON.stringify(body)}`;
  const current = useRef(key);
  current.current = key;
  const again = useCallback(async () => {
    if (path === undefined) return;
    try {
      const answer = await ask<Answer>(body === undefined ? "GET" : "POST", path, body);
      if (current.current === key) show({ key, answer });
    } catch (error) {
      if (current.current === key && error instanceof Refused)
        show((last) => (last.key === key ? { ...last, fault: error } : { key, fault: error }));
    }
  }, [key]);
  useEffect(() => {
    void again();
    if (everyMs === undefined) return;
    const timer = setInterval(() => !document.hidden && void again(), everyMs);
    return () => clearInterval(timer);
  }, [again, everyMs]);
  const { beat } = useLive();
  const beatAsked = useRef(beat);
  useEffect(() => {
    const isNew = beat !== beatAsked.current;
    beatAsked.current = beat;
    if (isNew && everyMs !== undefined && !document.hidden) void again();
  }, [again, beat, everyMs]);
  const own = state.key === key;
  return { answer: own ? state.answer : undefined, fault: own ? state.fault : undefined, again };
};
