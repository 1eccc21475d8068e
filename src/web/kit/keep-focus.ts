/**
 * The control that holds the focus may be taken away: a row that is settled, a page that is left. The focus then goes to
 * `main`, so that a keyboard goes on from there and a screen reader is not left with nothing. Gives what ends it.
 */
export const keepFocus = (): (() => void) => {
  let last: EventTarget | null = null;
  const look = () => {
    const isLost = last instanceof Element && (!last.isConnected || last.matches(":disabled"));
    // A browser takes the focus from what is disabled a moment later.
    const isElsewhere = document.activeElement !== document.body && document.activeElement !== last;
    if (!isLost || isElsewhere) return;
    document.querySelector("main")?.focus({ preventScroll: true });
  };
  const remember = ({ target }: FocusEvent) => {
    last = target;
  };
  const watch = new MutationObserver(look);
  document.addEventListener("focusin", remember);
  watch.observe(document.body, { attributeFilter: ["disabled"], childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", remember);
    watch.disconnect();
  };
};
