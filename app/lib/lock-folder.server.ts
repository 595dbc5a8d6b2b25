import { openSync, readFileSync, rmSync, writeFileSync, closeSync } from "node:fs";
import { AppError } from "./errors";
import { makePrivateFolder } from "./private-folder.server";

/**
 * Locks a folder for this process. PGlite has no lock, and a second process on its folder would lose rows silently.
 *
 * The lock file `<folder>.lock` names the owner by process id and start time, so that the stale lock of a killed
 * process is detected, even if its process id was reused.
 *
 * @returns a function that unlocks the folder
 * @throws AppError `conflict` when a running process has it
 */
export function lockFolder(folder: string): () => void {
  makePrivateFolder(folder);
  const path = `${folder}.lock`;
  const owner = JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid) });

  if (!tryCreate(path, owner)) {
    const holder = readOwner(path);
    if (holder && isRunning(holder)) {
      throw new AppError(
        "conflict",
        `The embedded database in ${folder} is in use by process ${holder.pid}. ` +
          "Stop that process, or set DATABASE_URL to a PostgreSQL, which many processes may share.",
      );
    }
    rmSync(path, { force: true });
    if (!tryCreate(path, owner)) {
      throw new AppError("conflict", `Another process has just taken ${folder}. Try again.`);
    }
  }
  return () => {
    if (readFileOrNull(path) === owner) rmSync(path, { force: true });
  };
}

interface Owner {
  readonly pid: number;
  readonly startedAt: string | null;
}

function tryCreate(path: string, owner: string): boolean {
  try {
    const file = openSync(path, "wx", 0o600);
    writeFileSync(file, owner);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(path: string): Owner | null {
  const text = readFileOrNull(path);
  try {
    return text ? (JSON.parse(text) as Owner) : null;
  } catch {
    // Truncated by a crash during the write: not locked.
    return null;
  }
}

function readFileOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function isRunning({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs as another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = processStart(pid);
  return startedAt === null || now === null || now === startedAt;
}

/** When a process was started, in ticks since boot, with the boot's id; null without /proc (macOS, Windows). */
function processStart(pid: number): string | null {
  const stat = readFileOrNull(`/proc/${pid}/stat`);
  const boot = readFileOrNull("/proc/sys/kernel/random/boot_id");
  // The name in field 2 may contain spaces and brackets, so count from the last bracket.
  const ticks = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return ticks && boot ? `${boot.trim()}/${ticks}` : null;
}
