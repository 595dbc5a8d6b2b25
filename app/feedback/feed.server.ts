/** One thing that happened, for the home page's feed. */
export type FeedItem = {
  readonly key: string;
  readonly at: string;
  readonly customerId: string | null;
} & (
  | { readonly kind: "order_placed"; readonly name: string; readonly totalMinor: number }
  | { readonly kind: "checkout_started"; readonly totalMinor: number }
  | { readonly kind: "mail_unsubscribed" }
  | { readonly kind: "enrolled"; readonly flowName: string }
  | {
      readonly kind: "mail_sent" | "mail_withheld" | "mail_clicked";
      readonly messageId: string;
      readonly flowName: string;
    }
  | {
      readonly kind: "mail_skipped";
      readonly messageId: string;
      readonly flowName: string;
      readonly reason: string;
    }
  | {
      readonly kind: "order_credited";
      readonly messageId: string;
      readonly flowName: string;
      readonly netMinor: number;
    }
);
