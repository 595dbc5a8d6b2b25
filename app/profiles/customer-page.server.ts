/** One event of a customer's history, as far as the page shows it. */
export type TimelineItem = { readonly key: string; readonly at: string } & (
  | {
      readonly kind: "order_placed" | "order_cancelled" | "order_fulfilled";
      readonly name: string;
      readonly totalMinor: number;
      readonly titles: readonly string[];
    }
  | { readonly kind: "order_refunded"; readonly amountMinor: number }
  | {
      readonly kind: "checkout_started";
      readonly totalMinor: number;
      readonly titles: readonly string[];
    }
  | { readonly kind: "consent_changed"; readonly marketingState: string }
  | { readonly kind: "customer_created" | "mail_unsubscribed" }
  | { readonly kind: "mail_sent"; readonly messageId: string }
  | { readonly kind: "mail_clicked"; readonly messageId: string; readonly class: string }
);

export interface CustomerMail {
  readonly messageId: string;
  readonly at: string;
  readonly flowId: string | null;
  readonly flowName: string | null;
  readonly mailName: string | null;
  readonly state: string;
  readonly reason: string | null;
}

export interface CustomerPage {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly place: string | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly consent: { readonly state: string; readonly changedAt: string | null };
  /** Why the address must not be mailed, whatever the consent. */
  readonly suppressions: readonly string[];
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly averageOrderMinor: number | null;
  readonly firstOrderAt: string | null;
  readonly lastOrderAt: string | null;
  readonly daysSinceLastOrder: number | null;
  readonly medianGapDays: number | null;
  /** What the customer buys, largest share first; shares are fractions of 1. */
  readonly affinities: readonly { readonly productType: string; readonly share: number }[];
  readonly timeline: readonly TimelineItem[];
  readonly mails: readonly CustomerMail[];
}
