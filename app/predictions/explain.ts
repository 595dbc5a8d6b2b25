import type { Explanation, ScoreContribution } from "./prediction";

const NAMED = 3;

/**
 * Keeps the three strongest parts of a score and sums the others, so that base, parts and rest still add up to the
 * score.
 *
 * @param base the score of the typical customer, on the model's scale
 * @param parts one per feature, in any order; ties go to the earlier one
 * @param remainder what belongs to no feature; added to the rest
 */
export function explain(
  base: number,
  parts: readonly ScoreContribution[],
  remainder = 0,
): Explanation {
  const ranked = parts.toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part));
  return {
    base,
    strongest: ranked.slice(0, NAMED),
    rest: ranked.slice(NAMED).reduce((sum, { part }) => sum + part, remainder),
  };
}

/** Base, parts and rest together: the score on the model's scale. */
export function addUp({ base, strongest, rest }: Explanation): number {
  return strongest.reduce((sum, { part }) => sum + part, base) + rest;
}
