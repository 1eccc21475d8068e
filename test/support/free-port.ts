import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below what systems give to outgoing connections (32,768 and up on Linux, 49,152 and up elsewhere), which may take such a
 * port before its server does; and 10,000 lower still, where a Redis cluster listens as well.
 */
const first = 10_000;
/** Each process has a slice of its own: two that ask at once never get the same. */
const slices = 200;
const width = 50;
let asked = 0;

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  const listens = once(server.listen(port, "127.0.0.1"), "listening");
  const free = await listens.then(
    () => true,
    () => false,
  );
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
};

/** A loopback port that nobody listens on right now, and that this process gave to nobody for a while. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < width; tries += 1) {
    const port = first + (process.pid % slices) * width + (asked++ % width);
    if (await isFree(port)) return port;
  }
  throw new Error(`Nothing is free from port ${first + (process.pid % slices) * width} on`);
};
