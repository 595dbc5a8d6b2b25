import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openDatabase } from "~/db.server";

const dataFolder = mkdtempSync(join(tmpdir(), "kindred-restore-tool-"));
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

/** Runs `npm run restore` on an embedded database. */
function runRestore(...args: readonly string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/restore.ts", ...args], {
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: "", KINDRED_DATA: dataFolder },
  });
}

test("npm run restore explains a wrong command and a database that is in use, without a stack", async () => {
  const wrongShop = runRestore("release", "kettle");
  expect(wrongShop.status).toBe(2);
  expect(wrongShop.stderr).toBe("kettle is no shop: name it as kettle.myshopify.com.\n");
  expect(runRestore("start").stderr).toContain("npm run restore -- begin");

  const database = await openDatabase({ driver: "pglite", folder: join(dataFolder, "db") });
  const used = runRestore();
  await database.close();
  expect(used.status).toBe(1);
  expect(used.stderr).toMatch(/^The embedded database in \S+ is in use by process \d+\.[^\n]*\n$/);
});
