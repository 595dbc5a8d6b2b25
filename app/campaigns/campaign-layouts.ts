/** The templates that a campaign's email can start from, in the order that merchants see: keys of `campaign/…` emails. */
export const CAMPAIGN_LAYOUTS = [
  ...(["plain", "new-arrivals", "best-sellers", "for-you"] as const),
  ...(["gifts", "sale", "last-chance", "story"] as const),
] as const;
export type CampaignLayout = (typeof CAMPAIGN_LAYOUTS)[number];

/** Template id of a campaign layout. */
export const layoutTemplateId = (layout: CampaignLayout): string => `campaign/${layout}`;
