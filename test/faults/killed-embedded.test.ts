import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { openDatabase } from "~/db.server";
import { overSeeds } from "../support/over-seeds";
import type { WriterTask } from "./embedded-writer";
import { startProcess } from "./start-process";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Number of acknowledged rows in all rounds so far; each round continues after the last one. */
let kept = 0;

overSeeds(
  "F18: of an embedded database whose process is killed nothing is lost that was said to be kept, and no second process gets in",
  { usual: 4 },
  async (draw) => {
    const database = join(folder, "db");
    const writer = await startProcess("./embedded-writer.ts", {
      folder: database,
      rowBytes: draw.of([10, 1_000, 50_000]),
    } satisfies WriterTask);
    await writer.says(1);
    // The writer ends when a row is missing; everything it committed exists.
    expect(writer.said[0]).toBeGreaterThanOrEqual(kept);
    await writer.says(draw.between(2, 200));
    await expect(openDatabase({ driver: "pglite", folder: database })).rejects.toThrow(
      "in use by process",
    );
    await sleep(draw.between(0, 30));
    writer.signal("SIGKILL");
    expect(await writer.over()).toBeNull();
    const last = writer.said.at(-1) as number;
    expect(last).toBeGreaterThan(kept);
    kept = last;
  },
);
