import type { CampaignAudience } from "../campaign";

/** Names of segments and campaigns by id. */
export interface AudienceNames {
  readonly segments: ReadonlyMap<string, string>;
  readonly campaigns: ReadonlyMap<string, string>;
}

/** An audience with the name of its segment or campaign; null: it was deleted. */
export type NamedAudience =
  | { readonly kind: "everyone" }
  | { readonly kind: "segment" | "not_clicked"; readonly name: string | null };

export function nameAudience(
  audience: CampaignAudience,
  { segments, campaigns }: AudienceNames,
): NamedAudience {
  switch (audience.kind) {
    case "everyone":
      return { kind: "everyone" };
    case "segment":
      return { kind: "segment", name: segments.get(audience.segmentId) ?? null };
    case "not_clicked":
      return { kind: "not_clicked", name: campaigns.get(audience.campaignId) ?? null };
  }
}
