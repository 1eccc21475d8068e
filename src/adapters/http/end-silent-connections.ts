import type { Server } from "node:http";
import type { Socket } from "node:net";

/** A request that is on its way to a connection as it is to be ended is still answered. */
const onItsWayMs = 500;

/**
 * Follows the connections on which nobody asked anything yet, as browsers open some ahead. Node counts them as busy, so a
 * server that is closed would wait for them; what is answered ends them.
 */
export const endSilentConnections = (server: Server): (() => void) => {
  const silent = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  server.on("request", ({ socket }) => void silent.delete(socket));
  const end = (): void => {
    for (const socket of silent) socket.destroy();
  };
  return () => void setTimeout(end, onItsWayMs);
};
