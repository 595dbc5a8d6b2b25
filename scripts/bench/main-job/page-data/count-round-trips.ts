import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";

/** A way to PostgreSQL that counts what goes through it. */
export interface RoundTripCount {
  readonly url: string;
  /** Statements, or groups of them that wait for one answer, since the last call. */
  take(): number;
  close(): void;
}

/** Messages that wait for the server's answer: a simple query, and Sync, which ends an extended one. */
const QUERY = "Q".charCodeAt(0);
const SYNC = "S".charCodeAt(0);

/**
 * Forwards connections to a PostgreSQL, and counts the round trips. The app is bundled, so its driver cannot be observed
 * from inside.
 */
export async function countRoundTrips(databaseUrl: string): Promise<RoundTripCount> {
  const target = new URL(databaseUrl);
  let count = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port || 5_432), target.hostname);
    const read = messageReader((type) => {
      if (type === QUERY || type === SYNC) count += 1;
    });
    for (const socket of [client, database]) {
      socket.setNoDelay(true).on("error", () => (client.destroy(), database.destroy()));
    }
    client.on("data", read);
    client.pipe(database).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take() {
      const taken = count;
      count = 0;
      return taken;
    },
    close: () => void server.close(),
  };
}

/** Splits a connection's bytes into messages: a type, the length without it, and a body. Only the first has no type. */
function messageReader(onMessage: (type: number) => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0);
  let skip = 0;
  let isFirst = true;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(skip, chunk.length - at);
      skip -= skipped;
      at += skipped;
      const headLength = isFirst ? 4 : 5;
      const taken = chunk.subarray(at, at + headLength - head.length);
      if (skip > 0 || taken.length === 0) return;
      head = Buffer.concat([head, taken]);
      at += taken.length;
      if (head.length < headLength) return;
      skip = head.readInt32BE(headLength - 4) - 4;
      if (!isFirst) onMessage(head[0]!);
      isFirst = false;
      head = Buffer.alloc(0);
    }
  };
}
