import type { CampaignAudience } from "../campaign";

/** What the merchant calls segments and campaigns, by id. */
export interface AudienceNames {
  readonly segments: ReadonlyMap<string, string>;
  readonly campaigns: ReadonlyMap<string, string>;
}

/** An audience in the merchant's words. */
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
