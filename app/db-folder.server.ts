import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** Flushes an open file, or the names in an open folder, so that they survive a power cut. */
export type Sync = (descriptor: number, path: string) => void;

/** Emscripten's record of an open file. */
interface Stream {
  readonly nfd: number;
  readonly node: object;
}

interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: Stream) => number };
  realPath(node: object): string;
  /** Turns a Node error into an Emscripten error, which PostgreSQL sees. */
  tryFSOperation(work: () => void): void;
}

/**
 * Opens a PGlite folder so that everything it acknowledged survives a power cut. PostgreSQL requests a sync of its
 * log at a commit, of its tables at a checkpoint and of a folder after a rename. PGlite disables these requests and
 * its file system ignores them. Both are reverted here.
 */
export async function openDurably(folder: string, sync: Sync = fsyncSync): Promise<PGlite> {
  const isNew = !existsSync(join(folder, "PG_VERSION"));
  const pglite = await PGlite.create({
    fs: new DurableFiles(folder, sync),
    startParams: [
      ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
      // The `wal_sync_method` that reaches the files.
      ...["-c", "wal_sync_method=fsync"],
    ],
  });
  // The program that creates a new database is separate and unaffected.
  if (isNew) syncTree(resolve(folder), sync);
  return pglite;
}

class DurableFiles extends NodeFS {
  readonly #sync: Sync;

  constructor(folder: string, sync: Sync) {
    super(folder);
    this.#sync = sync;
  }

  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const letSync = ({ NODEFS }: { readonly NODEFS: NodeFiles }) => {
      NODEFS.stream_ops.fsync = ({ nfd, node }) => {
        NODEFS.tryFSOperation(() => this.#sync(nfd, NODEFS.realPath(node)));
        return 0;
      };
    };
    const preRun = [...[emscriptenOpts.preRun ?? []].flat(), letSync as never];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

/** All files of a folder, then the folder's own entry. */
function syncTree(folder: string, sync: Sync): void {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const path of [...paths.map((it) => join(folder, it)), folder, dirname(folder)]) {
    const descriptor = openSync(path, "r");
    try {
      sync(descriptor, path);
    } finally {
      closeSync(descriptor);
    }
  }
}
