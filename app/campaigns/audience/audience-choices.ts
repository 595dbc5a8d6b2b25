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
  const inOrder = [
    ...(everyone ? [everyone] : []),
    ...segments.toSorted((a, b) => a.label.localeCompare(b.label, "en")),
  ];
  if (inOrder.some(({ audience }) => isSame(audience, chosen))) return inOrder;
  return [{ label: audienceName(chosen, names), audience: chosen }, ...inOrder];
}

const isSame = (one: CampaignAudience, other: CampaignAudience) =>
  JSON.stringify(one) === JSON.stringify(other);
