import { useEffect } from "preact/hooks";

/** Calls what a key stands for, unless somebody is typing or a window is open. */
export const useKeys = (keys: Readonly<Record<string, () => void>>): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const at = event.target as HTMLElement;
      const typing = at.matches("input, textarea, select");
      if (event.altKey || document.querySelector("dialog[open]") !== null) return;
      if (typing && event.key !== "Escape") return;
      const act = keys[event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key];
      if (act === undefined) return;
      event.preventDefault();
      if (typing) at.blur();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
};
