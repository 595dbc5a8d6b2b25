import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "~/db.server";
import { faultSeeds } from "../support/fault-seeds";
import type { WriterTask } from "./embedded-writer";
import { startProcess } from "./start-process";

const ROUNDS = faultSeeds(4).length;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test(
  "F18: of an embedded database whose process is killed nothing is lost that was said to be kept, and no second process gets in",
  async () => {
    const database = join(folder, "db");
    let kept = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const writer = startProcess("./embedded-writer.ts", {
        folder: database,
      } satisfies WriterTask);
      await writer.says(1);
      // The writer itself ends where a row is missing; what it was told to keep is there again.
      expect(writer.said[0]).toBeGreaterThanOrEqual(kept);
      await writer.says(20 + 37 * (round % 5));
      await expect(openDatabase({ driver: "pglite", folder: database })).rejects.toThrow(
        "in use by process",
      );
      writer.signal("SIGKILL");
      expect(await writer.over()).toBeNull();
      kept = writer.said.at(-1) as number;
    }
    expect(kept).toBeGreaterThan(100);
  },
  60_000 + ROUNDS * 5_000,
);
