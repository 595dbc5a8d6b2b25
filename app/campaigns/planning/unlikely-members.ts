import { unitHash } from "~/experiments/draw-holdout";
import type { ProfileId } from "~/lib/profile-id";

/** A member who would be emailed, with the estimated effect of an email; null: unknown. */
interface Emailed {
  readonly profileId: ProfileId;
  readonly uplift: number | null;
}

/** Share of the customers unlikely to be influenced who still get the email, so that the exclusion can be judged. */
const CONTROL_SHARE = 0.1;
/** Maximum share of members who may be unlikely to be influenced. */
const MAX_SHARE = 0.5;

/**
 * Finds members unlikely to be influenced by an email, least influenced first, at most half of those who would be
 * emailed. A tenth of them, by a hash, are the control and still get it. Members without an estimate are never found.
 *
 * @param emailed members of one slice who are reachable and in no holdout
 * @param cutoff members with a smaller estimate are found; null: no evidence, none are
 * @returns by profile id: whether the member is excluded, or is the control
 */
export function findUnlikelyMembers(
  emailed: readonly Emailed[],
  cutoff: number | null,
  { shopId, campaignId }: { readonly shopId: string; readonly campaignId: string },
): ReadonlyMap<ProfileId, "excluded" | "control"> {
  if (cutoff === null) return new Map();
  const below = emailed
    .flatMap(({ profileId, uplift }) =>
      uplift !== null && uplift < cutoff ? [{ profileId, uplift }] : [],
    )
    .sort((a, b) => a.uplift - b.uplift || (a.profileId < b.profileId ? -1 : 1));
  const found = below.slice(0, Math.floor(MAX_SHARE * emailed.length));
  return new Map(
    found.map(({ profileId }) => {
      const draw = unitHash(`${shopId}|uplift-control/${campaignId}|${profileId}`);
      return [profileId, draw < CONTROL_SHARE ? "control" : "excluded"];
    }),
  );
}
