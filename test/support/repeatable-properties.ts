import fc from "fast-check";
import { propertyRuns } from "./property-runs";

const CASES = 100;

/**
 * Properties try the same cases in every run, so that a change that breaks one is the change that
 * broke it. `PROPERTY_SEED=random npm test` tries others, as `npm run test:deep` does, and a number for
 * `random` those of an earlier run. A failure prints the seed that finds it again.
 */
fc.configureGlobal({
  seed: Number(process.env["PROPERTY_SEED"] ?? 1),
  numRuns: propertyRuns(CASES),
});
