import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface GatewayThread {
  readonly url: string;
  /** Calls whose request is read. */
  taken(): number;
  /** Calls whose answer is written. */
  answered(): number;
  close(): Promise<unknown>;
}

/** Answers every Publish after 100 ms, in a thread of its own: it goes on while the caller's is held up. */
const thread = `
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");
const counts = new Int32Array(workerData);
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    Atomics.add(counts, 0, 1);
    setTimeout(() => {
      response.setHeader("content-type", "text/xml");
      const id = "<MessageId>577a3773-d765-55b4-8806-f0b4c8f00188</MessageId>";
      const body = "<PublishResponse><PublishResult>" + id + "</PublishResult></PublishResponse>";
      response.end(body, () => Atomics.add(counts, 1, 1));
    }, 100);
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

/** A gateway that takes every text, in a thread of this process. */
export const startGatewayThread = async (): Promise<GatewayThread> => {
  const shared = new SharedArrayBuffer(8);
  const counts = new Int32Array(shared);
  const worker = new Worker(thread, { eval: true, workerData: shared });
  const [port] = (await once(worker, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    taken: () => Atomics.load(counts, 0),
    answered: () => Atomics.load(counts, 1),
    close: () => worker.terminate(),
  };
};
