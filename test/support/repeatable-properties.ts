import fc from "fast-check";

/**
 * Properties try the same cases in every run, so that a change that breaks one is the change that
 * broke it. `PROPERTY_SEED=random npm test`, or a number for `random`, tries others; a failure
 * prints the seed that finds it again.
 */
const wanted = process.env["PROPERTY_SEED"];
if (wanted !== "random") fc.configureGlobal({ seed: wanted === undefined ? 1 : Number(wanted) });
