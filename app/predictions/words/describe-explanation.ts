import type { Explanation } from "../prediction";
import type { ShownReason } from "../profile-prediction";
import { featureText } from "./feature-words";

/** Smaller shares of the total effect are not reported. */
const MIN_SHARE = 0.02;

/** The reasons of a score, strongest first. */
export function describeExplanation(
  { strongest, rest }: Explanation,
  currency: string,
): ShownReason[] {
  const all = strongest.reduce((sum, { part }) => sum + Math.abs(part), Math.abs(rest));
  if (all === 0) return [];
  return strongest
    .map((part): ShownReason => ({
      text: featureText(part, currency),
      direction: part.part >= 0 ? "raises" : "lowers",
      share: Math.abs(part.part) / all,
    }))
    .filter(({ share }) => share >= MIN_SHARE);
}
