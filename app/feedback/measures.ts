import type { EmailCounts } from "./counts/email-counts";

/** Cost and incremental revenue of a period, in minor units. */
export interface MeasureContext {
  /** Cost of the period's emails from the settings; 0 if not set. */
  readonly costMinor: number;
  /** Incremental revenue with its 95 % interval, and the cost of emails on the same days; null if unknown. */
  readonly incremental: {
    readonly minor: number;
    readonly lowMinor: number;
    readonly highMinor: number;
    readonly costMinor: number;
  } | null;
  /** Whether the shop tracks opens. */
  readonly tracksOpens: boolean;
  /** Whether the email provider has reported what became of any email. */
  readonly reportsDelivery: boolean;
}

/** Context of rows without cost and revenue. */
export function contextOfCounts({
  tracksOpens,
  reportsDelivery,
}: Pick<MeasureContext, "tracksOpens" | "reportsDelivery">): MeasureContext {
  return { costMinor: 0, incremental: null, tracksOpens, reportsDelivery };
}

export type MeasureId =
  | "sent"
  | "deliveredRate"
  | "bounceRate"
  | "openRate"
  | "openRateTotal"
  | "clickRate"
  | "clickRateTotal"
  | "clickToOpenRate"
  | "conversionRate"
  | "orders"
  | "revenue"
  | "revenuePerRecipient"
  | "returnOnCost"
  | "incrementalRevenue"
  | "incrementalReturnOnCost"
  | "unsubscribeRate"
  | "complaintRate";

export interface Measure {
  readonly name: string;
  /** Definition for the merchant. */
  readonly definition: string;
  /** `rate`: a fraction in [0, 1]; `ratio`: any number. */
  readonly unit: "count" | "rate" | "money" | "ratio";
  /** @returns null when undefined, such as a division by zero */
  readonly of: (counts: EmailCounts, context: MeasureContext) => number | null;
  /** 95 % interval of an estimated measure. */
  readonly between?: (context: MeasureContext) => readonly [number, number] | null;
}

/**
 * All measures in reports with their definitions. Measures of emails belong to the day on which the email was
 * sent, so that numerator and denominator cover the same emails.
 *
 * Names and denominators follow Klaviyo and Mailchimp: opens and clicks count each email once, and only
 * humans unless it says "total".
 */
export const MEASURES: Readonly<Record<MeasureId, Measure>> = {
  sent: {
    name: "Sent",
    definition: "Emails that your email provider took.",
    unit: "count",
    of: ({ sent }) => sent,
  },
  deliveredRate: {
    name: "Delivered",
    definition: "Sent emails of which nobody said that they did not arrive, out of those sent.",
    unit: "rate",
    of: (counts, context) =>
      knowsDelivery(counts, context) ? share(counts.delivered, counts.sent) : null,
  },
  bounceRate: {
    name: "Bounce rate",
    definition: "Emails that a mailbox or your provider refused, out of those sent.",
    unit: "rate",
    of: (counts, context) =>
      knowsDelivery(counts, context) ? share(counts.bounced, counts.sent) : null,
  },
  openRate: {
    name: "Open rate",
    definition:
      "Emails that a person opened, or clicked in, out of those sent. Programs that load pictures by themselves are left out.",
    unit: "rate",
    of: (counts, context) =>
      knowsOpens(counts, context) ? share(counts.openedByPeople, counts.sent) : null,
  },
  openRateTotal: {
    name: "Open rate, total",
    definition:
      "The same with programs: email privacy and scanners open emails that nobody has looked at.",
    unit: "rate",
    of: (counts, context) =>
      knowsOpens(counts, context) ? share(counts.opened, counts.sent) : null,
  },
  clickRate: {
    name: "Click rate",
    definition: "Emails in which a person followed a link, out of those delivered.",
    unit: "rate",
    of: ({ clickedByPeople, delivered }) => share(clickedByPeople, delivered),
  },
  clickRateTotal: {
    name: "Click rate, total",
    definition: "The same with programs that follow links, such as email scanners.",
    unit: "rate",
    of: ({ clicked, delivered }) => share(clicked, delivered),
  },
  clickToOpenRate: {
    name: "Click-to-open rate",
    definition:
      "Emails in which a person followed a link, out of those that a person opened or clicked in.",
    unit: "rate",
    of: (counts, context) =>
      knowsOpens(counts, context) ? share(counts.clickedByPeople, counts.openedByPeople) : null,
  },
  conversionRate: {
    name: "Conversion rate",
    definition: "Orders credited to the emails, out of emails sent.",
    unit: "rate",
    of: ({ orders, sent }) => share(orders, sent),
  },
  orders: {
    name: "Orders",
    definition:
      "Orders credited to an email: the last one that the person clicked in within the days that your settings say. An order counts once.",
    unit: "count",
    of: ({ orders }) => orders,
  },
  revenue: {
    name: "Revenue",
    definition: "What credited orders came to after discounts, less what was refunded.",
    unit: "money",
    of: netOf,
  },
  revenuePerRecipient: {
    name: "Revenue per recipient",
    definition: "Credited revenue, shared among the emails sent.",
    unit: "money",
    of: (counts) => share(netOf(counts), counts.sent),
  },
  returnOnCost: {
    name: "Return on cost",
    definition:
      "Credited revenue, after discounts and refunds, less what the emails cost, divided by that cost. Set the cost under Settings, Measuring.",
    unit: "ratio",
    of: (counts, { costMinor }) => share(netOf(counts) - costMinor, costMinor),
  },
  incrementalRevenue: {
    name: "Incremental revenue",
    definition:
      "What people who were emailed spent beyond what they would have spent anyway: their spending, less that of those who were left alone at random. Each person counts once a flow or campaign, in the days after the first email that your settings say, after discounts and refunds. The range holds the truth in 95 of 100 cases.",
    unit: "money",
    of: (_, { incremental }) => incremental?.minor ?? null,
    between: ({ incremental }) => incremental && [incremental.lowMinor, incremental.highMinor],
  },
  incrementalReturnOnCost: {
    name: "Return on cost, incremental",
    definition:
      "Incremental revenue less what the emails of the same days cost, divided by that cost.",
    unit: "ratio",
    of: (_, { incremental }) =>
      incremental && share(incremental.minor - incremental.costMinor, incremental.costMinor),
    between: ({ incremental }) => {
      if (!incremental || incremental.costMinor <= 0) return null;
      const { lowMinor, highMinor, costMinor } = incremental;
      return [lowMinor / costMinor - 1, highMinor / costMinor - 1];
    },
  },
  unsubscribeRate: {
    name: "Unsubscribe rate",
    definition: "Emails by whose link somebody unsubscribed, out of those delivered.",
    unit: "rate",
    of: ({ unsubscribed, delivered }) => share(unsubscribed, delivered),
  },
  complaintRate: {
    name: "Complaint rate",
    definition:
      "Emails that somebody marked as spam, out of those delivered. Gmail wants less than 0.1 %.",
    unit: "rate",
    of: (counts, context) =>
      knowsDelivery(counts, context) ? share(counts.complained, counts.delivered) : null,
  },
};

/**
 * Whether open rates are meaningful: opens are tracked now or were when these emails were sent. Otherwise
 * only clicks imply opens.
 */
function knowsOpens(
  { opened, openedByPeople, clicked, clickedByPeople }: EmailCounts,
  { tracksOpens }: MeasureContext,
): boolean {
  return tracksOpens || openedByPeople > clickedByPeople || opened > clicked;
}

/** Whether rates of delivery are meaningful: without reports every email would count as delivered. */
function knowsDelivery(
  { sent, delivered, complained }: EmailCounts,
  { reportsDelivery }: MeasureContext,
): boolean {
  return reportsDelivery || delivered < sent || complained > 0;
}

/** Net attributed revenue. */
function netOf({ grossMinor, refundedMinor }: EmailCounts): number {
  return grossMinor - refundedMinor;
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
