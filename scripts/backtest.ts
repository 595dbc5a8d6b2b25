/**
 * Measures the engine on any exported data: `npm run -s backtest -- <call> --flag value …`. One line of JSON on
 * standard output, progress on standard error; exit code 2 and one line with the location for invalid input. The
 * calls and their flags are in scripts/backtest/calls/.
 */
import { InputError } from "./backtest/readers/input-error";
import { runCall } from "./backtest/run-call";

const [name = "", ...args] = process.argv.slice(2);
runCall(name, args).then(
  (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
  (error: unknown) => {
    process.stderr.write(
      error instanceof InputError ? `${error.message}\n` : `${String((error as Error).stack)}\n`,
    );
    process.exit(error instanceof InputError ? 2 : 1);
  },
);
