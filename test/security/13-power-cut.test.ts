import {
  fstatSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "~/db.server";
import { openDurably, type Sync } from "~/db-folder.server";

interface Name {
  readonly id: string;
  readonly isFolder: boolean;
}

/** A disk that keeps only synced data: a file's bytes and name as of its last sync, and a folder's names as of its own. */
function lossyDisk() {
  const bytes = new Map<string, Buffer>();
  const folders = new Map<string, Map<string, Name>>();
  let syncs = 0;

  function nameOf(path: string): Name {
    // The number of a deleted file is reused.
    const { ino, birthtimeNs, ...stat } = statSync(path, { bigint: true });
    return { id: `${ino}/${birthtimeNs}`, isFolder: (stat.mode & 0o170000n) === 0o040000n };
  }
  const namesIn = (folder: string) => {
    const names = folders.get(folder) ?? new Map<string, Name>();
    folders.set(folder, names);
    return names;
  };

  const sync: Sync = (descriptor, path) => {
    syncs += 1;
    if (fstatSync(descriptor).isDirectory()) {
      folders.set(path, new Map(readdirSync(path).map((it) => [it, nameOf(join(path, it))])));
    } else {
      const name = nameOf(path);
      bytes.set(name.id, readFileSync(path));
      namesIn(dirname(path)).set(basename(path), name);
    }
  };

  /** Writes to `to` what is left of `from` after the power cut. */
  function restore(from: string, to: string): void {
    mkdirSync(to, { mode: 0o700 });
    for (const [name, { id, isFolder }] of namesIn(from)) {
      if (isFolder) restore(join(from, name), join(to, name));
      else writeFileSync(join(to, name), bytes.get(id) ?? "");
    }
  }
  return { sync, restore, syncs: () => syncs };
}

const TEXT = "repeat(md5(random()::text), 40)";
const insert = (pglite: PGlite, n: number) =>
  pglite.query(`insert into kept select $1, ${TEXT}`, [n]);
const readStored = async (pglite: PGlite) =>
  (await pglite.query<{ n: number }>("select n from kept order by n")).rows.map(({ n }) => n);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

let parent: string;
let folder: string;
let disk: ReturnType<typeof lossyDisk>;
let pglite: PGlite;
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "power-cut-"));
  folder = join(parent, "db");
  disk = lossyDisk();
  pglite = await openDurably(folder, disk.sync);
});
afterAll(async () => {
  await pglite.close();
  rmSync(parent, { recursive: true });
});
beforeEach(async () => {
  await pglite.exec("drop table if exists kept; create table kept (n int primary key, what text)");
});

/**
 * The data left by a power cut.
 * @returns its folder
 */
function cutPower(): string {
  const left = mkdtempSync(join(parent, "left-"));
  disk.restore(folder, join(left, "db"));
  return join(left, "db");
}

test("an embedded database keeps everything it acknowledged after a power cut, and continues", async () => {
  for (let n = 1; n <= 20; n++) await insert(pglite, n);
  await pglite.exec("checkpoint");
  for (let n = 21; n <= 40; n++) await insert(pglite, n);
  // New files instead of old ones, and more log than one file holds.
  await pglite.exec("vacuum full kept");
  await pglite.exec("create index on kept (what)");
  await pglite.query(
    `create table large as select n, ${TEXT} || n as what from generate_series(1, 15000) n`,
  );
  for (let n = 41; n <= 50; n++) await insert(pglite, n);
  // The disk loses unsynced data.
  await pglite.exec("set synchronous_commit = off");
  await insert(pglite, 999);
  await pglite.exec("reset synchronous_commit");

  let isBroken = false;
  const left = await openDurably(cutPower(), (descriptor) => {
    if (isBroken) throw Object.assign(new Error("input/output error"), { code: "EIO" });
    fsyncSync(descriptor);
  });
  expect(await readStored(left)).toEqual(upTo(50));
  const { rows } = await left.query("select count(*)::int as count from large");
  expect(rows).toEqual([{ count: 15_000 }]);
  await insert(left, 51);

  // From here on nothing may be acknowledged. A database that fails this way cannot be reopened in this process.
  isBroken = true;
  await expect(insert(left, 52)).rejects.toThrow();
});

test("all rows of a transaction are synced at once, and reading syncs nothing", async () => {
  const before = disk.syncs();
  await pglite.transaction(async (tx) => {
    for (const n of upTo(100)) await tx.query(`insert into kept select $1, ${TEXT}`, [n]);
  });
  expect(disk.syncs() - before).toBe(1);
  await readStored(pglite);
  expect(disk.syncs() - before).toBe(1);
});

test("the app opens its database with these settings", async () => {
  await insert(pglite, 1);
  const database = await openDatabase({ driver: "pglite", folder: cutPower() });
  try {
    if (database.driver.kind !== "pglite") throw new Error(database.driver.kind);
    expect(await readStored(database.driver.pglite)).toEqual([1]);
    const { rows } = await database.driver.pglite.query(
      "select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method",
    );
    expect(rows).toEqual([{ fsync: "on", method: "fsync" }]);
  } finally {
    await database.close();
  }
});
