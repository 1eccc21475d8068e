import { ask } from "./ask.js";

/** Asks for a file and leaves it with the browser: a plain link would carry no session. */
export const download = async (path: string, name: string): Promise<void> => {
  const text = await ask<string>("GET", path);
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
};
