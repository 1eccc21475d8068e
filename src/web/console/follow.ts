import { expire } from "./ask.js";

/** State of a stream: `away` while it is tried again. */
export type Link = "connecting" | "live" | "away";

export interface Following {
  /** One event, its data as they were sent. */
  readonly event: (name: string, data: unknown) => void;
  readonly link?: (link: Link) => void;
  /** The event after which nothing follows; without one the stream is opened again whenever it ends. */
  readonly last?: string;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** The service says something every 15 s at least: a stream that is silent for longer is dead. */
const silenceMs = 30_000;
const given = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429;

const sleep = (ms: number, over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    over.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** The page is looked at, or the reader leaves: a hidden page would hold one of the browser's six connections. */
const seen = (over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (!document.hidden || over.aborted) return resolve();
    const look = () => {
      if (document.hidden && !over.aborted) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    over.addEventListener("abort", look);
  });

/**
 * Follows server-sent events (HTML Standard §9.2.6) by fetch, because an EventSource cannot send the header that the
 * console's session asks for. Opens the stream again where it breaks, later each time, with the id of the last event; lets it go while
 * nobody looks at the page. Gives what ends it.
 */
export const follow = (path: string, { event, link = () => undefined, last }: Following): (() => void) => {
  const over = new AbortController();
  let lastId = "";
  let waitMs = firstWaitMs;
  let isDone = false;

  const take = (block: string): void => {
    const field = (name: string) =>
      block
        .split("\n")
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trimStart())
        .join("\n");
    const id = field("id");
    const name = field("event");
    if (id !== "") lastId = id;
    if (name === "") return;
    waitMs = firstWaitMs;
    isDone ||= name === last;
    event(name, JSON.parse(field("data")));
  };

  /** One connection, until it ends; true if it was one. */
  const read = async (): Promise<boolean> => {
    const broken = new AbortController();
    const stop = () => broken.abort();
    const hidden = () => document.hidden && stop();
    over.signal.addEventListener("abort", stop);
    document.addEventListener("visibilitychange", hidden);
    let watch = setTimeout(stop, silenceMs);
    try {
      const answer = await fetch(path, {
        cache: "no-store",
        headers: {
          accept: "text/event-stream",
          "x-sms-console": "1",
          ...(lastId === "" ? {} : { "last-event-id": lastId }),
        },
        signal: broken.signal,
      });
      if (answer.status === 401) expire();
      isDone ||= given(answer.status);
      if (!answer.ok || answer.body === null) return false;
      link("live");
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let unread = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watch);
        watch = setTimeout(stop, silenceMs);
        const blocks = (unread + part.value).split("\n\n");
        unread = blocks.pop() ?? "";
        for (const block of blocks) take(block);
      }
      return true;
    } finally {
      clearTimeout(watch);
      over.signal.removeEventListener("abort", stop);
      document.removeEventListener("visibilitychange", hidden);
    }
  };

  const run = async (): Promise<void> => {
    while (!over.signal.aborted && !isDone) {
      await seen(over.signal);
      if (over.signal.aborted) return;
      const wasLive = await read().catch(() => false);
      if (over.signal.aborted || isDone) return;
      if (document.hidden) continue;
      // The service ends each stream after a while.
      if (!wasLive) link("away");
      // Not all at once, when the service is back.
      await sleep(waitMs * (0.5 + Math.random() / 2), over.signal);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
  };
  void run();
  return () => over.abort();
};
