import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { InputError } from "../../scripts/backtest/readers/input-error";
import { runCall } from "../../scripts/backtest/run-call";

/** Runs a call of the command in this process. `stderr` is what the command reports of invalid input. */
export async function runBacktest(call: string, ...args: string[]) {
  const progress = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const result = JSON.parse(JSON.stringify(await runCall(call, args))) as Result;
    return { status: 0, stderr: "", result };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { status: 2, stderr: error.message, result: null };
  } finally {
    progress.mockRestore();
  }
}

/** Runs the command like a user. `result` is its JSON line, null without one. */
export function runBacktestCommand(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/backtest.ts", ...args],
    { encoding: "utf8" },
  );
  const result = stdout === "" ? null : (JSON.parse(stdout) as Result);
  return { status, lines: stdout.split("\n").length - 1, stderr, result };
}

interface Result {
  readonly call: string;
  readonly n: number;
  readonly options: Record<string, string>;
  readonly models: Record<string, Record<string, number> & { novel: Record<string, number> }>;
  readonly best: string | null;
  readonly [more: string]: unknown;
}

/**
 * Writes a file to a new folder.
 * @returns its path
 */
export function writeInput(name: string, content: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), "kindred-backtest-")), name);
  writeFileSync(path, content);
  return path;
}
