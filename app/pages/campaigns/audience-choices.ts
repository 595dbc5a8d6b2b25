import { isSamePart, type AudiencePart, type CampaignAudience } from "~/campaigns/campaign";
import { namePart, type AudienceNames, type NamedPart } from "~/campaigns/audience/audience-names";

/** A part of an audience that a merchant can choose. */
export interface AudienceChoice {
  readonly named: NamedPart;
  readonly part: AudiencePart;
}

/** All customers, then each segment by name. Puts chosen parts that are not among them first. */
export function listAudienceChoices(
  names: AudienceNames,
  { include, exclude }: CampaignAudience,
): AudienceChoice[] {
  const segments = [...names.segments].toSorted(([, a], [, b]) => a.localeCompare(b, "en"));
  const offered: AudiencePart[] = [
    { kind: "everyone" },
    ...segments.map(([segmentId]) => ({ kind: "segment", segmentId }) as const),
  ];
  const others = [...include, ...exclude].filter(
    (part) => !offered.some((it) => isSamePart(it, part)),
  );
  return [...others, ...offered].map((part) => ({ named: namePart(part, names), part }));
}
