/** The key of the fetcher that reviews a campaign, which several cards show. */
export const reviewKey = (campaignId: string): string => `campaign-review/${campaignId}`;
