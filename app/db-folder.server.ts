import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** Makes what was written to an open file, or the names in an open folder, outlast a power cut. */
export type Sync = (descriptor: number, path: string) => void;

/** What Emscripten has of an open file. */
interface Stream {
  readonly nfd: number;
  readonly node: object;
}

interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: Stream) => number };
  realPath(node: object): string;
  /** Turns an error of Node into one of Emscripten's, which PostgreSQL hears of. */
  tryFSOperation(work: () => void): void;
}

/**
 * Opens the PGlite of a folder so that what it acknowledged outlasts a power cut: PostgreSQL itself asks for a sync
 * of its log at a commit, of its tables at a checkpoint and of a folder after a rename. PGlite tells it not to, and its
 * files do nothing when they are asked. Here both are undone.
 */
export async function openDurably(folder: string, sync: Sync = fsyncSync): Promise<PGlite> {
  const isNew = !existsSync(join(folder, "PG_VERSION"));
  const pglite = await PGlite.create({
    fs: new DurableFiles(folder, sync),
    startParams: [
      ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
      // Of the ways to sync a log, the one that reaches the files.
      ...["-c", "wal_sync_method=fsync"],
    ],
  });
  // What makes a new database is a program of its own, to which none of this applies.
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

/** All files of a folder, then the folder's own name. */
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
