import type { EmailCounts } from "./counts/email-counts";

/** Cost and incremental revenue of a period, in minor units. */
export interface MeasureContext {
  /** Cost of the period's emails from the settings; 0 if not set. */
  readonly costMinor: number;
  /** Incremental revenue with its 95% interval, and the cost of emails on the same days; null if unknown. */
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
  /** `rate`: a fraction in [0, 1]; `ratio`: any number. */
  readonly unit: "count" | "rate" | "money" | "ratio";
  /** @returns null when undefined, such as a division by zero */
  readonly of: (counts: EmailCounts, context: MeasureContext) => number | null;
  /** 95% interval of an estimated measure. */
  readonly between?: (context: MeasureContext) => readonly [number, number] | null;
}

/**
 * All measures in reports; their names and definitions are in the catalog. Measures of emails belong to the day on
 * which the email was sent, so that numerator and denominator cover the same emails.
 *
 * Names and denominators follow Klaviyo and Mailchimp: opens and clicks count each email once, and only
 * humans unless it says "total".
 */
export const MEASURES: Readonly<Record<MeasureId, Measure>> = {
  sent: {
    unit: "count",
    of: ({ sent }) => sent,
  },
  deliveredRate: {
    unit: "rate",
    of: (counts, context) =>
      knowsDelivery(counts, context) ? share(counts.delivered, counts.sent) : null,
  },
  bounceRate: {
    unit: "rate",
    of: (counts, context) =>
      knowsDelivery(counts, context) ? share(counts.bounced, counts.sent) : null,
  },
  openRate: {
    unit: "rate",
    of: (counts, context) =>
      knowsOpens(counts, context) ? share(counts.openedByPeople, counts.sent) : null,
  },
  openRateTotal: {
    unit: "rate",
    of: (counts, context) =>
      knowsOpens(counts, context) ? share(counts.opened, counts.sent) : null,
  },
  clickRate: {
    unit: "rate",
    of: ({ clickedByPeople, delivered }) => share(clickedByPeople, delivered),
  },
  clickRateTotal: {
    unit: "rate",
    of: ({ clicked, delivered }) => share(clicked, delivered),
  },
  clickToOpenRate: {
    unit: "rate",
    of: (counts, context) =>
      knowsOpens(counts, context) ? share(counts.clickedByPeople, counts.openedByPeople) : null,
  },
  conversionRate: {
    unit: "rate",
    of: ({ orders, sent }) => share(orders, sent),
  },
  orders: {
    unit: "count",
    of: ({ orders }) => orders,
  },
  revenue: {
    unit: "money",
    of: netOf,
  },
  revenuePerRecipient: {
    unit: "money",
    of: (counts) => share(netOf(counts), counts.sent),
  },
  returnOnCost: {
    unit: "ratio",
    of: (counts, { costMinor }) => share(netOf(counts) - costMinor, costMinor),
  },
  incrementalRevenue: {
    unit: "money",
    of: (_, { incremental }) => incremental?.minor ?? null,
    between: ({ incremental }) => incremental && [incremental.lowMinor, incremental.highMinor],
  },
  incrementalReturnOnCost: {
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
    unit: "rate",
    of: ({ unsubscribed, delivered }) => share(unsubscribed, delivered),
  },
  complaintRate: {
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
