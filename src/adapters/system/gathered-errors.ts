interface Destination {
  write(text: string): unknown;
}

const lingerMs = 20;

/** Writes the lines of a few milliseconds in one go: a call of the system for each would cost more than the lines. */
const gathered = (to: Destination): Destination => {
  let lines = "";
  const flush = (): void => {
    const text = lines;
    lines = "";
    if (text !== "") to.write(text);
  };
  process.on("exit", flush);
  return {
    write: (line) => {
      if (lines === "") setTimeout(flush, lingerMs);
      lines += line;
    },
  };
};

/** Standard error; lines not written yet when the process exits are written then. */
export const gatheredErrors = gathered(process.stderr);
