/** The templates that a campaign's email can start from, in the order that merchants see: keys of `campaign/…` emails. */
export const CAMPAIGN_LAYOUTS = [
  ...(["plain", "new-arrivals", "best-sellers", "for-you"] as const),
  ...(["gifts", "sale", "last-chance", "story"] as const),
] as const;
export type CampaignLayout = (typeof CAMPAIGN_LAYOUTS)[number];

/** Template id of a campaign layout. */
export const layoutTemplateId = (layout: CampaignLayout): string => `campaign/${layout}`;

/** When a merchant sends a campaign, in the order that merchants see. */
export const CAMPAIGN_OCCASIONS = ["news", "products", "holidays", "sale"] as const;
export type CampaignOccasion = (typeof CAMPAIGN_OCCASIONS)[number];

/** The occasion of each layout. */
export const OCCASION_OF: Readonly<Record<CampaignLayout, CampaignOccasion>> = {
  plain: "news",
  "new-arrivals": "news",
  story: "news",
  "best-sellers": "products",
  "for-you": "products",
  gifts: "holidays",
  sale: "sale",
  "last-chance": "sale",
};
