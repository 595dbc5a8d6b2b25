import { z } from "zod";
import type { ProfileId } from "~/lib/profile-id";

const count = z.number().int().min(0).default(0);

/** Outcome of planning an audience. Each member is counted once. */
export const AudienceCounts = z.object({
  members: count,
  noAddress: count,
  noConsent: count,
  suppressed: count,
  /** In the holdout group, to measure lift. */
  holdout: count,
  /** Unlikely to be influenced by the email. */
  unlikely: count,
  planned: count,
});
export type AudienceCounts = z.infer<typeof AudienceCounts>;

/** The facts about an audience member that decide whether they can be emailed. */
export interface AudienceMember {
  readonly profileId: ProfileId;
  readonly hasAddress: boolean;
  readonly marketingState: string;
  readonly isSuppressed: boolean;
  readonly countryCode: string | null;
  /** Hour in the shop's time zone; null if unknown. */
  readonly bestHour: number | null;
  /** The estimated effect of an email on the chance of an order; null if unknown. */
  readonly uplift: number | null;
}

/** Whether a member can be emailed, else why not. Delivery checks again before sending. */
export function getReachability({
  hasAddress,
  marketingState,
  isSuppressed,
}: AudienceMember): "noAddress" | "noConsent" | "suppressed" | "reachable" {
  if (marketingState !== "subscribed") return "noConsent";
  if (isSuppressed) return "suppressed";
  return hasAddress ? "reachable" : "noAddress";
}

export function addAudienceCounts(
  one: AudienceCounts,
  other: Partial<AudienceCounts>,
): AudienceCounts {
  const names = Object.keys(AudienceCounts.shape) as (keyof AudienceCounts)[];
  return AudienceCounts.parse(
    Object.fromEntries(names.map((name) => [name, one[name] + (other[name] ?? 0)])),
  );
}
