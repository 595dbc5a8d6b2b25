import { CALLS } from "./calls";
import { parseOptions, type Call, type Findings, type Measured } from "./call";
import { InputError } from "./readers/input-error";

/** A call's results, time and memory; those of the processor are of the whole process. */
export type CallResult = Readonly<Record<string, Measured>>;

/**
 * Runs one call in this process.
 *
 * @param args its command line flags
 * @throws InputError for an unknown call, or invalid flags or input
 */
export async function runCall(name: string, args: readonly string[]): Promise<CallResult> {
  const call: Call | undefined = Object.hasOwn(CALLS, name)
    ? CALLS[name as keyof typeof CALLS]
    : undefined;
  if (!call) throw new InputError(`Say which: ${Object.keys(CALLS).join(", ")}.`);
  const options = parseOptions(call.flags, args);
  const readFromMs = performance.now();
  const work = call.prepare(options);
  const workFromMs = performance.now();
  const { n, models, best, more }: Findings = await work();
  if (n === 0) {
    throw new InputError(
      `${options.test ?? options.file}: nothing there can be measured: not enough data.`,
    );
  }
  const seconds = rounded((performance.now() - workFromMs) / 1000);
  const readSeconds = rounded((workFromMs - readFromMs) / 1000);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost = {
    seconds,
    readSeconds,
    cpuSeconds: rounded((userCPUTime + systemCPUTime) / 1e6),
    peakMb: rounded(maxRSS / 1024),
  };
  return { call: name, n, ...cost, options, models, best, ...more };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
