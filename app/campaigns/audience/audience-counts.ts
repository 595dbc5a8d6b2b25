import { z } from "zod";

const count = z.number().int().min(0).default(0);

/** What became of the members of an audience when it was planned. Each is counted once. */
export const AudienceCounts = z.object({
  members: count,
  noAddress: count,
  noConsent: count,
  suppressed: count,
  /** Left alone on purpose, to measure what mail earns. */
  holdout: count,
  planned: count,
});
export type AudienceCounts = z.infer<typeof AudienceCounts>;

/** A member of an audience, as far as it decides whether they may be written to. */
export interface AudienceMember {
  readonly profileId: string;
  readonly hasAddress: boolean;
  readonly marketingState: string;
  readonly isSuppressed: boolean;
  readonly countryCode: string | null;
  /** Hour of the shop's day; null: not known. */
  readonly bestHour: number | null;
}

/** Why a member is not written to at all, or that they may be. The delivery asks again when the mail is about to leave. */
export function standingOf({
  hasAddress,
  marketingState,
  isSuppressed,
}: AudienceMember): "noAddress" | "noConsent" | "suppressed" | "reachable" {
  if (marketingState !== "subscribed") return "noConsent";
  if (isSuppressed) return "suppressed";
  return hasAddress ? "reachable" : "noAddress";
}

export function addCounts(one: AudienceCounts, other: Partial<AudienceCounts>): AudienceCounts {
  const names = Object.keys(AudienceCounts.shape) as (keyof AudienceCounts)[];
  return AudienceCounts.parse(
    Object.fromEntries(names.map((name) => [name, one[name] + (other[name] ?? 0)])),
  );
}
