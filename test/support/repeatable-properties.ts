import fc from "fast-check";
import { restartIds } from "./an-id";
import { propertyRuns } from "./property-runs";

const CASES = 100;

/**
 * Properties use the same cases in every run, so that a failure is due to the latest change. `PROPERTY_SEED=random
 * npm test` uses others, like `npm run test:deep`, and a number instead of `random` repeats an earlier run. A failure
 * prints its seed. Runs before each test file.
 */
const wanted = process.env["PROPERTY_SEED"] ?? "1";
const seed = Number(wanted);
if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED is "${wanted}", not a whole number`);
fc.configureGlobal({ seed, numRuns: propertyRuns(CASES) });

restartIds();
