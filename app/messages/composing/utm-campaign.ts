/** What the links of a flow's or a campaign's mails say of it. Never changed: Shopify holds an activity to it. */
export function utmCampaignOf({
  kind,
  id,
}: {
  readonly kind: string;
  readonly id: string;
}): string {
  return `kindred-${kind}-${id}`;
}
