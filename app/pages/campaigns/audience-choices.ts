import type { CampaignAudience } from "~/campaigns/campaign";
import {
  nameAudience,
  type AudienceNames,
  type NamedAudience,
} from "~/campaigns/audience/audience-names";

/** An audience that a merchant can choose. */
export interface AudienceChoice {
  readonly named: NamedAudience;
  readonly audience: CampaignAudience;
}

/** All customers, then each segment by name. Puts the current audience first if it is not among them. */
export function listAudienceChoices(
  names: AudienceNames,
  chosen: CampaignAudience,
): AudienceChoice[] {
  const segments = [...names.segments].toSorted(([, a], [, b]) => a.localeCompare(b, "en"));
  const offered: CampaignAudience[] = [
    { kind: "everyone" },
    ...segments.map(([segmentId]) => ({ kind: "segment", segmentId }) as const),
  ];
  const isOffered = offered.some((audience) => isSameAudience(audience, chosen));
  return (isOffered ? offered : [chosen, ...offered]).map((audience) => ({
    named: nameAudience(audience, names),
    audience,
  }));
}

const isSameAudience = (one: CampaignAudience, other: CampaignAudience) =>
  JSON.stringify(one) === JSON.stringify(other);
