import type { CampaignAudience } from "../campaign";
import { audienceName, type AudienceNames } from "./audience-names";

/** What a merchant may choose as an audience. */
export interface AudienceChoice {
  readonly label: string;
  readonly audience: CampaignAudience;
}

/** Everybody, and each segment by its name; the audience that is chosen already as well, whatever it is. */
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
