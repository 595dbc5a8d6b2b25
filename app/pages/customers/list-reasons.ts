import type { Explanation } from "~/predictions/prediction";
import type { ShownReason } from "./profile-prediction";

/** Smaller shares of the total effect are not reported. */
const MIN_SHARE = 0.02;

/** The reasons of a score, strongest first. */
export function listReasons({ strongest, rest }: Explanation): ShownReason[] {
  const all = strongest.reduce((sum, { part }) => sum + Math.abs(part), Math.abs(rest));
  if (all === 0) return [];
  return strongest
    .map(({ feature, value, part }): ShownReason => ({
      feature,
      value,
      direction: part >= 0 ? "raises" : "lowers",
      share: Math.abs(part) / all,
    }))
    .filter(({ share }) => share >= MIN_SHARE);
}
