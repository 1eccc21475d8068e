import { createServer } from "node:net";
import { stampAge } from "./numbers.js";

/**
 * Answers every Publish after argv[2] ms with the same bytes, at next to no cost: run as a process of its own, so that
 * what is measured is the client alone. Prints its port; tells its parent, when asked, how many it took and how old the
 * stamped numbers among them were since it was last asked. Told a process id, it kills that client first, so that what it
 * tells was under way at the kill.
 */
const delayMs = Number(process.argv[2] ?? 20);
const id = "c1ad8b12-3c21-40d0-8219-4d26a0e2adad";
const body =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>' +
  `<MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`;
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nx-amzn-RequestId: ${id}\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);

let taken = 0;
let underWay = 0;
let most = 0;
let ages: number[] = [];

const take = (request: string, reply: () => void): void => {
  taken += 1;
  underWay += 1;
  most = Math.max(most, underWay);
  const age = stampAge(request, Date.now());
  if (age !== undefined) ages.push(age);
  setTimeout(() => {
    underWay -= 1;
    reply();
  }, delayMs);
};

const server = createServer({ noDelay: true }, (socket) => {
  let pending = "";
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    pending += bytes.toString("latin1");
    for (;;) {
      const head = pending.indexOf("\r\n\r\n");
      const length = Number(/^content-length: (\d+)/im.exec(pending.slice(0, head))?.[1] ?? 0);
      if (head < 0 || pending.length < head + 4 + length) return;
      take(pending.slice(head + 4, head + 4 + length), () => socket.write(answer));
      pending = pending.slice(head + 4 + length);
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as { port: number }).port));
process.on("message", (client) => {
  if (typeof client === "number") process.kill(client, "SIGKILL");
  process.send!({ taken, ages, most, underWay });
  ages = [];
  most = 0;
});
process.on("disconnect", () => process.exit());
