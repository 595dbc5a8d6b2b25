/** The flow or campaign of an email. */
export interface PlannedBy {
  readonly flowId: string | null;
  /** null for an email of a flow. */
  readonly campaignId: string | null;
}

const HEADER = "Feedback-ID";
/** Google demands 5 to 15 characters that stay the same for all email. */
const SENDER_ID = "kindred";
const MAX_PART_CHARS = 60;

/**
 * The header by which Gmail's Postmaster Tools report complaints: `campaign-1:shop-kettle-co:campaigns:kindred`. It names
 * no person and is equal for all recipients. Its parts have prefixes, because Google counts each alone.
 *
 * @see https://support.google.com/mail/answer/6254652
 */
export function composeFeedbackId(
  shopId: string,
  { flowId, campaignId }: PlannedBy,
): { readonly [HEADER]: string } {
  const shop = shopId.replace(/\.myshopify\.com$/, "");
  const [source, kind] =
    campaignId === null
      ? [`flow-${flowId ?? "deleted"}`, "flows"]
      : [`campaign-${campaignId}`, "campaigns"];
  return { [HEADER]: [source, `shop-${shop}`, kind, SENDER_ID].map(inPart).join(":") };
}

const inPart = (text: string) => text.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, MAX_PART_CHARS);

/**
 * Splits the header from the others, for a provider that writes its own and takes only parts of ours.
 *
 * @returns the other headers, and the parts without the sender
 */
export function splitFeedbackId(headers: Readonly<Record<string, string>>): {
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly string[];
} {
  const { [HEADER]: feedbackId, ...others } = headers;
  return { headers: others, parts: feedbackId?.split(":").slice(0, -1) ?? [] };
}
