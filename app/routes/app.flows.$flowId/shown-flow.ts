import type { FlowPage } from "~/flows/flow-page.server";
import type { DiscountRefusal } from "~/messages/coupons/describe-refusal";
import type { OfferedMail } from "~/messages/editing/offered-mails";

/** A flow with what its mails say, and what new ones may begin as. */
export interface ShownFlow extends FlowPage {
  /** Step id → the subject of its mail. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly readyMails: readonly OfferedMail[];
  /** Discounts of its mails that Shopify will not have. */
  readonly refusals: readonly DiscountRefusal[];
}
