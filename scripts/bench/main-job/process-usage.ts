import { readFileSync } from "node:fs";
import type { AppProcess } from "../../../test/support/app-process";

const KILOBYTES_IN_MEGABYTE = 1_024;
const NS_IN_MS = 1_000_000;

/** CPU time so far of all threads, which Linux counts in hundredths of a second. */
export function cpuMs({ pid }: Pick<AppProcess, "pid">): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The second field is a name, which may contain spaces.
    .replace(/^.*\) /s, "")
    .split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Resident memory as reported by Linux. */
export function memoryMb({ pid }: AppProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / KILOBYTES_IN_MEGABYTE,
  );
}

/** CPU time so far of several processes, such as the connections of a database. */
export function sumCpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuMsOrNone(pid), 0);
}

/** Of the only thread, to the nanosecond. Zero for a connection that was closed, or a server on another machine. */
function cpuMsOrNone(pid: number): number {
  try {
    const [ns] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return Number(ns) / NS_IN_MS;
  } catch {
    return 0;
  }
}
