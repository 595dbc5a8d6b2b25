import type { ProfileId } from "~/lib/profile-id";
import { findScore } from "./predicted-values";
import type { Prediction } from "./prediction";

/** A profile's last stored probabilities; null if missing. */
export interface PreviousProbabilities {
  readonly churnRate: number | null;
  readonly buy30Rate: number | null;
}

/** A probability that rose to one half or above. */
export interface Crossing {
  readonly profileId: ProfileId;
  readonly what: "churn" | "intent";
  /** The current probability, in [0, 1]. */
  readonly rate: number;
}

/** More likely than not: a threshold that means the same in every shop. */
const LIKELY_RATE = 0.5;

/**
 * Finds profiles whose churn or 30-day order probability has just reached one half. A first score
 * never counts: otherwise a shop's first scoring would report every profile.
 *
 * @param before by profile id; absent where nothing was stored
 */
export function findCrossings(
  before: ReadonlyMap<string, PreviousProbabilities>,
  predictions: readonly Prediction[],
): Crossing[] {
  return predictions.flatMap(({ profileId, detail }) => {
    const known = before.get(profileId);
    if (!known) return [];
    const churn = findScore("churn", detail)?.value ?? null;
    const intent = findScore("buy_30", detail)?.value ?? null;
    return [
      ...crossing(profileId, "churn", known.churnRate, churn),
      ...crossing(profileId, "intent", known.buy30Rate, intent),
    ];
  });
}

function crossing(
  profileId: ProfileId,
  what: Crossing["what"],
  before: number | null,
  now: number | null,
): Crossing[] {
  if (before === null || now === null) return [];
  return before < LIKELY_RATE && now >= LIKELY_RATE ? [{ profileId, what, rate: now }] : [];
}
