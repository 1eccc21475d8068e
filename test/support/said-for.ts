import { connect } from "node:net";

interface Said {
  readonly head: string;
  readonly status: number;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

/** What a server says to these bytes, which need be no HTTP, until it closes the connection. */
export const saidFor = async (url: string, bytes: string): Promise<Said> => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (data: string) => {
      text += data;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  return { head, status: Number(head.split(" ")[1]), body: body === "" ? undefined : JSON.parse(body) };
};
