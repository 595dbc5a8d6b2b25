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
export interface KeptParts {
  /** `null` if the part was not measured, or not with this code. */
  find(part: string): TimedPart | null;
  keep(part: string, measured: TimedPart): void;
  removeAll(): void;
}

/**
 * Keeps each measured part in a file, so that a report that was interrupted continues where it stopped. A part counts
 * only for the commit and the number of runs it was measured with; with changes that are not committed, none is kept.
 */
export function openKeptParts(folder: string, repeats: number): KeptParts {
  const version = readVersion(repeats);
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

function readVersion(repeats: number): string | null {
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "app", "scripts", "test/simulated-shops");
    return changed === "" ? `${git("rev-parse", "HEAD")}, ${repeats} runs` : null;
  } catch {
    return null;
  }
}
