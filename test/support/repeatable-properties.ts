import fc from "fast-check";
import { restartIds } from "./an-id";
import { propertyRuns } from "./property-runs";

const CASES = 100;

/**
 * Properties try the same cases in every run, so that a change that breaks one is the change that
 * broke it. `PROPERTY_SEED=random npm test` tries others, as `npm run test:deep` does, and a number for
 * `random` those of an earlier run. A failure prints the seed that finds it again. Runs before each test file.
 */
const wanted = process.env["PROPERTY_SEED"] ?? "1";
const seed = Number(wanted);
if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED is "${wanted}", not a whole number`);
fc.configureGlobal({ seed, numRuns: propertyRuns(CASES) });

restartIds();
