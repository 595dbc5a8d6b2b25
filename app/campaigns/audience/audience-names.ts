import type { AudiencePart, CampaignAudience } from "../campaign";

/** Names of segments and campaigns by id. */
export interface AudienceNames {
  readonly segments: ReadonlyMap<string, string>;
  readonly campaigns: ReadonlyMap<string, string>;
}

/** A part of an audience with the name of its segment or campaign; null: it was deleted. */
export type NamedPart =
  | { readonly kind: "everyone" }
  | { readonly kind: "segment" | "not_clicked"; readonly name: string | null };

export interface NamedAudience {
  readonly include: readonly NamedPart[];
  readonly exclude: readonly NamedPart[];
}

export const nameAudience = (
  { include, exclude }: CampaignAudience,
  names: AudienceNames,
): NamedAudience => ({
  include: include.map((it) => namePart(it, names)),
  exclude: exclude.map((it) => namePart(it, names)),
});

export function namePart(part: AudiencePart, { segments, campaigns }: AudienceNames): NamedPart {
  switch (part.kind) {
    case "everyone":
      return { kind: "everyone" };
    case "segment":
      return { kind: "segment", name: segments.get(part.segmentId) ?? null };
    case "not_clicked":
      return { kind: "not_clicked", name: campaigns.get(part.campaignId) ?? null };
  }
}
