import { connect, type Socket } from "node:net";

/**
 * Sends requests one after another over a kept-alive connection.
 * @returns each response's status
 */
export type AskProgress = (request: Buffer) => Promise<number>;

/** A bare socket, because the sender shares the machine with what it measures. */
export async function openConnection(port: number): Promise<AskProgress> {
  const socket: Socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  let received = "";
  let settle: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null;
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    if (!isWhole(received)) return;
    const status = Number(received.slice(9, 12));
    received = "";
    settle?.resolve(status);
  });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const end = () => settle?.reject(new Error("The connection was closed"));
  socket.on("error", end).on("close", end);
  return (request) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(request);
    });
}

/** A request to post a body. */
export function writeRequest(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Buffer {
  const lines = Object.entries({ ...headers, "content-length": String(body.length) });
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Whether a response without a body, or with a short one, is complete. */
function isWhole(received: string): boolean {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const head = received.slice(0, headEnd).toLowerCase();
  if (head.startsWith("http/1.1 204")) return true;
  if (head.includes("transfer-encoding: chunked")) return received.endsWith("0\r\n\r\n");
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return received.length >= headEnd + 4 + length;
}
