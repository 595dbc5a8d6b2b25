import type { CampaignAudience } from "../campaign";

/** Names of segments and campaigns by id. */
export interface AudienceNames {
  readonly segments: ReadonlyMap<string, string>;
  readonly campaigns: ReadonlyMap<string, string>;
}

/** Describes an audience to the merchant. */
export function audienceName(
  audience: CampaignAudience,
  { segments, campaigns }: AudienceNames,
): string {
  switch (audience.kind) {
    case "everyone":
      return "All customers";
    case "segment":
      return segments.get(audience.segmentId) ?? "A segment that was deleted";
    case "not_clicked": {
      const name = campaigns.get(audience.campaignId);
      return `Who got ${name === undefined ? "a campaign" : `“${name}”`} and did not click`;
    }
  }
}
