/** The UTM campaign of a flow or campaign. Must not change: Shopify's marketing activities depend on it. */
export function utmCampaignOf({
  kind,
  id,
}: {
  readonly kind: string;
  readonly id: string;
}): string {
  return `kindred-${kind}-${id}`;
}
