import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { lockFolder } from "~/lib/lock-folder.server";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "kindred-lock-")), "db");
});

test("rejects a locked folder with advice on what to do", () => {
  lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/in use by process \d+.*DATABASE_URL/);
});

test("a released folder can be locked again", () => {
  lockFolder(folder)();
  expect(() => lockFolder(folder)).not.toThrow();
});

test("the lock of a dead process is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  lockFolder(folder)();
  writeFileSync(`${folder}.lock`, JSON.stringify({ pid, startedAt: "gone/1" }));
  expect(() => lockFolder(folder)).not.toThrow();
});

test("takes over a lock whose process id now belongs to another process", () => {
  lockFolder(folder)();
  writeFileSync(`${folder}.lock`, JSON.stringify({ pid: process.pid, startedAt: "earlier/1" }));
  // If a process's start time is unknown, only the id is compared.
  const hasProc = readFileSync("/proc/self/stat", "utf8").length > 0;
  if (hasProc) expect(() => lockFolder(folder)).not.toThrow();
});

test("a lock file torn by a crash is taken over", () => {
  lockFolder(folder)();
  writeFileSync(`${folder}.lock`, '{"pid":');
  expect(() => lockFolder(folder)).not.toThrow();
});
