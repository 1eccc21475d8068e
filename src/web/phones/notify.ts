import type { Letter } from "./letter.js";

const storedAs = "phones-notify";

export const notifies = (): boolean =>
  "Notification" in window && Notification.permission === "granted" && localStorage.getItem(storedAs) === "yes";

/** Asks the person once; true: texts are told from now on. */
export const setNotify = async (wanted: boolean): Promise<boolean> => {
  const may = wanted && "Notification" in window && (await Notification.requestPermission()) === "granted";
  localStorage.setItem(storedAs, may ? "yes" : "no");
  return may;
};

/** A notification for a text that nobody sees arrive. */
export const notifyOf = (letters: readonly Letter[]): void => {
  if (!document.hidden || !notifies()) return;
  const text = letters.findLast(({ kind }) => kind === "text");
  if (text === undefined) return;
  const shown = new Notification(text.phone, { body: text.text, tag: text.phone });
  shown.onclick = () => {
    window.focus();
    location.hash = `${text.phone}/${text.id}`;
  };
};
