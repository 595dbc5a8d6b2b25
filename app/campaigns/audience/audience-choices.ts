import type { CampaignAudience } from "../campaign";
import { audienceName, type AudienceNames } from "./audience-names";

/** An audience that a merchant can choose. */
export interface AudienceChoice {
  readonly label: string;
  readonly audience: CampaignAudience;
}

/** All customers, then each segment by name. Puts the current audience first if it is not among them. */
export function listAudienceChoices(
  names: AudienceNames,
  chosen: CampaignAudience,
): AudienceChoice[] {
  const choices = [
    { kind: "everyone" } as const,
    ...[...names.segments.keys()].map((segmentId) => ({ kind: "segment", segmentId }) as const),
  ].map((audience): AudienceChoice => ({ label: audienceName(audience, names), audience }));
  const [everyone, ...segments] = choices;
  const sorted = [
    ...(everyone ? [everyone] : []),
    ...segments.toSorted((a, b) => a.label.localeCompare(b.label, "en")),
  ];
  if (sorted.some(({ audience }) => isSameAudience(audience, chosen))) return sorted;
  return [{ label: audienceName(chosen, names), audience: chosen }, ...sorted];
}

const isSameAudience = (one: CampaignAudience, other: CampaignAudience) =>
  JSON.stringify(one) === JSON.stringify(other);
