import { UnreadableRecord } from "./own-record.js";

/** One record of several: undefined where it cannot be read, so that it hides no other. */
export const whereReadable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableRecord) return undefined;
    throw error;
  }
};
