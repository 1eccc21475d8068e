import { useEffect, useRef, useState } from "preact/hooks";

const step = 100;

/** The shown length of a long list: more of it once its end comes into sight. `subject` begins it anew. */
export const useMore = (total: number, subject: string) => {
  const [state, show] = useState({ subject, count: step });
  const count = state.subject === subject ? state.count : step;
  const end = useRef<HTMLButtonElement>(null);
  const more = () => show({ subject, count: count + step });
  useEffect(() => {
    const node = end.current;
    if (node === null) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && more(), {
      rootMargin: "600px",
    });
    watch.observe(node);
    return () => watch.disconnect();
  });
  return { count: Math.min(count, total), hasMore: count < total, end, more };
};
