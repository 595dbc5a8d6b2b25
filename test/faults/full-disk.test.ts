import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { migratedPGlite } from "../support/migrated-pglite";
import { overSeeds } from "../support/over-seeds";
import { builtScript } from "./built-script";
import type { FullDiskOutput, FullDiskTask } from "./full-disk-writer";

const SIZE = "220m";
let disk: string;
beforeAll(() => {
  disk = mkdtempSync(join(tmpdir(), "small-disk-"));
});
afterAll(() => rmSync(disk, { recursive: true, force: true }));

/** A small disk that only the command sees, and that disappears with it. */
const onSmallDisk = (command: readonly string[]) =>
  [
    "unshare",
    ...["--user", "--map-root-user", "--mount", "sh", "-c"],
    `mount -t tmpfs -o size=${SIZE} none "${disk}" && exec "$0" "$@"`,
    ...command,
  ] as const;

function canMount(): boolean {
  const [command, ...args] = onSmallDisk(["true"]);
  return spawnSync(command, args).status === 0;
}

/** @returns the writer's output in order, and its exit code */
async function write(task: FullDiskTask) {
  const script = await builtScript("./full-disk-writer.ts");
  const node = [process.execPath, script, JSON.stringify(task)];
  const [command, ...args] = onSmallDisk(node);
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const said: FullDiskOutput[] = [];
  child.on("message", (message) => said.push(message as FullDiskOutput));
  const [code] = (await once(child, "exit")) as [number | null];
  return { said, code };
}

overSeeds(
  "F17: a webhook that finds the disk full is asked for again, and with space all goes on and nothing is lost",
  { usual: 1 },
  async (draw, { skip }) => {
    if (!canMount()) skip("this machine lets nobody mount a small disk");
    const { said, code } = await write({
      from: (await migratedPGlite()).folder,
      disk,
      bodyBytes: draw.of([2_000, 20_000, 200_000]),
      leftBytes: draw.between(200_000, 4_000_000),
      atOnce: draw.of([1, 4, 20]),
    });
    expect(code).toBe(0);
    const [full, freed, reopened] = said;
    expect(full?.refused).toBeGreaterThanOrEqual(3);
    expect(full?.stored).toBeGreaterThan(0);
    expect(freed).toEqual({ stored: (full?.stored ?? 0) + 5, refused: full?.refused });
    expect(reopened).toEqual({ stored: (freed?.stored ?? 0) + 1, kept: (freed?.stored ?? 0) + 1 });
  },
);
