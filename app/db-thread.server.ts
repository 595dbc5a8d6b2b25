import type { PGlite } from "@electric-sql/pglite";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { openDurably } from "./db-folder.server.ts";

/** A request to the thread: bytes of PostgreSQL's wire protocol, or to close the database. */
export type ThreadRequest = Uint8Array | "close";

/** A response: the database is open, the bytes of a result, or an error. */
export type ThreadResponse = "open" | readonly Uint8Array[] | { readonly failed: string };

// The entry of the embedded database's thread. A separate build entry (vite.config.ts); when run from source, only
// Node strips the types, so its imports from the app must work that way too.
if (parentPort !== null) serve(await openDurably(workerData as string), parentPort);

function serve(pglite: PGlite, port: MessagePort): void {
  const respond = (said: ThreadResponse, transferred: readonly ArrayBuffer[] = []) =>
    port.postMessage(said, transferred);

  async function answer(bytes: Uint8Array): Promise<void> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    try {
      await pglite.execProtocolRawStream(bytes, {
        syncToFs: false,
        // Copied, because the next statement overwrites the database's memory.
        onRawData: (part) => void parts.push(part.slice()),
      });
      respond(
        parts,
        parts.map(({ buffer }) => buffer),
      );
    } catch (error) {
      respond({ failed: String(error) });
    }
  }

  async function close(): Promise<void> {
    await pglite.close();
    port.close();
  }

  port.on(
    "message",
    (request: ThreadRequest) => void (request === "close" ? close() : answer(request)),
  );
  respond("open");
}
