import type { PGlite } from "@electric-sql/pglite";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { openDurably } from "./db-folder.server.ts";

/** What the thread is told: bytes of PostgreSQL's wire protocol, or to close the database. */
export type Told = Uint8Array | "close";

/** What it says: that the database is open, the bytes of an answer, or why there is none. */
export type Said = "open" | readonly Uint8Array[] | { readonly failed: string };

// The whole program of the embedded database's thread. A build of its own entry (vite.config.ts);
// run from its source it has only Node to take the types away, and imports of the app what needs no more either.
if (parentPort !== null) serve(await openDurably(workerData as string), parentPort);

function serve(pglite: PGlite, port: MessagePort): void {
  const say = (said: Said, handedOver: readonly ArrayBuffer[] = []) =>
    port.postMessage(said, handedOver);

  async function answer(bytes: Uint8Array): Promise<void> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    try {
      await pglite.execProtocolRawStream(bytes, {
        syncToFs: false,
        // They lie in the database's own memory, which the next statement writes over.
        onRawData: (part) => void parts.push(part.slice()),
      });
      say(
        parts,
        parts.map(({ buffer }) => buffer),
      );
    } catch (error) {
      say({ failed: String(error) });
    }
  }

  async function close(): Promise<void> {
    await pglite.close();
    port.close();
  }

  port.on("message", (told: Told) => void (told === "close" ? close() : answer(told)));
  say("open");
}
