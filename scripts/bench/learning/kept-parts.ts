import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasuredPart } from "./measured-part";

/** A measured part with the seconds it took. */
export interface TimedPart {
  readonly measured: MeasuredPart;
  readonly seconds: number;
}

/** The measured parts of an unfinished report. */
interface KeptParts {
  /** `null` if the part was not measured, or not with this code. */
  find(part: string): TimedPart | null;
  keep(part: string, measured: TimedPart): void;
  removeAll(): void;
}

/**
 * Keeps each measured part in a file, so that a report that was interrupted continues where it stopped.
 *
 * @param version of the code and of how it is measured: a part counts only for its own; `null` keeps nothing
 */
export function openKeptParts(folder: string, version: string | null): KeptParts {
  const fileOf = (part: string) => join(folder, `${part}.json`);
  return {
    find(part) {
      if (version === null || !existsSync(fileOf(part))) return null;
      const kept = JSON.parse(readFileSync(fileOf(part), "utf8")) as {
        readonly version: string;
        readonly timed: TimedPart;
      };
      return kept.version === version ? kept.timed : null;
    },
    keep(part, timed) {
      if (version === null) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(fileOf(part), JSON.stringify({ version, timed }));
    },
    removeAll: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The commit and the number of runs; `null` with changes that are not committed, or without a repository. */
export function readVersion(repeats: number): string | null {
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "app", "scripts", "test/simulated-shops");
    return changed === "" ? `${git("rev-parse", "HEAD")}, ${repeats} runs` : null;
  } catch {
    return null;
  }
}
