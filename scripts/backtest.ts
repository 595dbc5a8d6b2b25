/**
 * Measures the engine on an export of anybody's own: `npm run -s backtest -- <call> --flag value …`.
 * One line of JSON on standard output, progress on standard error; exit 2 and one line that names
 * the place when the input cannot be used. The calls and their flags are in scripts/backtest/.
 */
import { CALLS } from "./backtest/calls";
import { parseOptions, type Findings } from "./backtest/call";
import { InputError } from "./backtest/input-error";

async function main([name = "", ...args]: readonly string[]): Promise<void> {
  const call = Object.hasOwn(CALLS, name) ? CALLS[name as keyof typeof CALLS] : undefined;
  if (!call) throw new InputError(`Say which: ${Object.keys(CALLS).join(", ")}.`);
  const options = parseOptions(call.flags, args);
  const readFromMs = performance.now();
  const work = call.prepare(options);
  const workFromMs = performance.now();
  const { n, models, best, more }: Findings = await work();
  const seconds = rounded((performance.now() - workFromMs) / 1000);
  const readSeconds = rounded((workFromMs - readFromMs) / 1000);
  const peakMb = rounded(process.resourceUsage().maxRSS / 1024);
  const result = { call: name, n, seconds, readSeconds, peakMb, options, models, best, ...more };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    error instanceof InputError ? `${error.message}\n` : `${String((error as Error).stack)}\n`,
  );
  process.exit(error instanceof InputError ? 2 : 1);
});
