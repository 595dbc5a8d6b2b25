/**
 * From where to where the laws of simulated shops may lie. Fixed before any rule of the product was tuned to them;
 * whoever changes a number here runs `npm run test:deep` and says why in the commit.
 *
 * Sources, as numbers in square brackets below:
 *
 * [1] Klaviyo, 2024 benchmark report (orders of 2023): an abandoned cart flow earns $3.65 a recipient, welcome $2.65,
 *     browse abandonment $1.07, post-purchase $.41, a campaign $.11; over all flows 5.3 % click, 1.7 % order (top
 *     tenth 5.7 %), .73 % unsubscribe; welcome 2.3 % order. https://resources.klaviyo.com/2024-benchmark-report/p/4
 * [2] Omnisend 2025, as cited by Hello Retail: automated email 1.49 % orders a send, scheduled campaigns .08 %.
 *     https://helloretail.com/en/blog/2026-06-09-ecommerce-email-statistics/
 * [3] Unsubscribes of a send: .2–.3 % is usual in e-commerce, from .4 % on it is a problem, more than one email a day
 *     doubles it. https://opensend.com/post/email-unsubscribe-rate-statistics-ecommerce
 * [4] By kind of email: campaign .24 %, cart .16 %, after an order .09 %, win-back .41 %.
 *     https://alpacarelay.com/benchmarks/ecommerce-and-retail-unsubscribe-rate
 * [5] Lists on which twice the email loses twice the people and no more: .1–.15 % of each campaign, however many.
 *     http://segmentum.co.uk/blog/the-im-sending-too-many-emails-debate (the laws without fatigue)
 * [6] Email past a threshold earns less itself and lowers the response to all other email of the sender.
 *     https://atticusli.com/blog/posts/email-frequency-diminishing-returns-saturation-point (the laws with fatigue)
 * [7] Repeat purchase rate: 28 % on average, apparel 26 %, coffee 30 %, pet products 31 %, grocery 40–65 %.
 *     https://metrilo.com/glossary/retention-rate, https://www.rivo.io/blog/repeat-purchase-rate-complete-guide
 * [8] Abandoned carts: 70 % of all, office goods 53 %, pets 58 %, fashion 77 %, gifts and jewelry 79 %.
 *     https://baymard.com/lists/cart-abandonment-rate, https://ie.oberlo.com/statistics/cart-abandonment-rate-by-industry
 * [9] D. Chen, S. Sain, K. Guo. Data mining for the online retail industry. J. of Database Marketing 19(3), 2012.
 *     doi:10.1057/dbm.2012.17 (a gift wholesaler: half of its customers order about every month and a half, by the dozen)
 * [10] A. Ansari, C. Mela, S. Neslin. Customer channel migration. J. of Marketing Research 45(1), 2008.
 *     doi:10.1509/jmkr.45.1.60 (returns of email diminish with its number, and too many lower purchases altogether)
 * [11] X. Dreze, A. Bonfrer. An empirical investigation of the impact of communication timing on customer equity.
 *     J. of Interactive Marketing 22(1), 2008. doi:10.1002/dir.20103 (people leave and answer by the time between emails)
 * [12] V. Kumar, X. Zhang, A. Luo. Modeling customer opt-in and opt-out in a permission-based marketing context.
 *     J. of Marketing Research 51(4), 2014. doi:10.1509/jmr.13.0169 (who opts out also spends less)
 *
 * Rates of attributed orders count people who would have ordered anyway. What an email adds is taken as a half of them.
 */

/** From and to, drawn log-uniformly. */
export type Range = readonly [from: number, to: number];

export const SHOP_KINDS = ["gifts", "fashion", "consumables", "wholesale"] as const;
export type ShopKind = (typeof SHOP_KINDS)[number];

/** What a message is, as far as people respond to it. */
export const MESSAGE_KINDS = [
  "campaign",
  "checkout",
  "requested",
  "after_order",
  "win_back",
  "welcome",
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

interface KindRanges {
  /** Orders that a customer places in 28 days without any email, on average over customers [7]. */
  readonly ordersPer28Days: Range;
  /** Days between two orders of a customer who uses up what they buy; null: orders come when they come [7][9]. */
  readonly intervalDays: Range | null;
  /** Chance that an order is a customer's last, unless an email brings them back: so that so many order again [7]. */
  readonly goesAway: Range;
  /** After an order a customer orders less for so many days; 0 where the interval says it. */
  readonly pauseDays: Range | null;
  /** Pieces to a line come in multiples of this. */
  readonly unitsStep: number;
  /** Mean number of such steps. */
  readonly meanSteps: Range;
  readonly unitPriceMinor: Range;
  /** Share of an order's value that comes back. */
  readonly returnShare: Range;
  /** Checkouts that are left, to one order placed [8]; only those with an address count. */
  readonly checkoutsPerOrder: Range;
  /** By how much the best weeks of the year are above its mean. */
  readonly season: Range;
}

export const KIND_RANGES: Readonly<Record<ShopKind, KindRanges>> = {
  gifts: {
    ordersPer28Days: [0.05, 0.12],
    intervalDays: null,
    goesAway: [0.05, 0.15],
    pauseDays: [14, 40],
    unitsStep: 1,
    meanSteps: [1.2, 2.5],
    unitPriceMinor: [12_00, 45_00],
    returnShare: [0.02, 0.06],
    checkoutsPerOrder: [0.4, 1],
    season: [0.4, 1.2],
  },
  fashion: {
    ordersPer28Days: [0.07, 0.16],
    intervalDays: null,
    goesAway: [0.05, 0.15],
    pauseDays: [7, 21],
    unitsStep: 1,
    meanSteps: [1.3, 2.5],
    unitPriceMinor: [25_00, 90_00],
    returnShare: [0.15, 0.35],
    checkoutsPerOrder: [0.5, 1.2],
    season: [0.2, 0.6],
  },
  consumables: {
    ordersPer28Days: [0.2, 0.5],
    intervalDays: [25, 70],
    goesAway: [0.15, 0.35],
    pauseDays: null,
    unitsStep: 1,
    meanSteps: [1.2, 4],
    unitPriceMinor: [8_00, 30_00],
    returnShare: [0.01, 0.03],
    checkoutsPerOrder: [0.2, 0.6],
    season: [0.05, 0.2],
  },
  wholesale: {
    ordersPer28Days: [0.25, 0.6],
    intervalDays: [30, 60],
    goesAway: [0.08, 0.2],
    pauseDays: null,
    unitsStep: 12,
    meanSteps: [1.5, 5],
    unitPriceMinor: [2_00, 12_00],
    returnShare: [0.01, 0.04],
    checkoutsPerOrder: [0.1, 0.4],
    season: [0.1, 0.5],
  },
};

export const SIZES = ["small", "large"] as const;
export type Size = (typeof SIZES)[number];

export const RANGES = {
  /** Customers that the shop has when it begins. */
  customers: { small: [80, 250], large: [400, 1_000] },
  /** New customers in 28 days, as a share of those. */
  newcomers: [0.02, 0.1],
  subscribedShare: [0.5, 0.85],
  /** Deviation of the logarithm, between customers. */
  rateSpread: [0.5, 1],
  engagementSpread: [0.5, 1.1],
  hazardSpread: [0.2, 0.7],
  valueSpread: [0.3, 0.7],
  /** How regular who uses up what they buy is: the shape of a Weibull distribution. */
  regularity: [2, 4.5],
  campaignsPerWeek: [1, 4],
  /** Back-in-stock requests per customer in 28 days. */
  requestsPer28Days: [0.005, 0.03],
  /** Chance that somebody leaves after one campaign email [3][5]: ordinary shops. */
  hazard: [0.001, 0.005],
  /** Who has unsubscribed orders less by this share: nothing reminds them of the store [12]. */
  leaverLoss: [0.05, 0.2],
} as const satisfies Record<string, Range | Record<Size, Range>>;

/** Chance that a subscriber clicks in a message, and that it brings an order that would not have been [1][2], halved. */
export const RESPONSES: Readonly<
  Record<MessageKind, { readonly clicks: Range; readonly buys: Range }>
> = {
  campaign: { clicks: [0.008, 0.025], buys: [0.0004, 0.0015] },
  checkout: { clicks: [0.05, 0.12], buys: [0.015, 0.04] },
  requested: { clicks: [0.15, 0.3], buys: [0.03, 0.08] },
  after_order: { clicks: [0.02, 0.05], buys: [0.001, 0.004] },
  win_back: { clicks: [0.01, 0.04], buys: [0.002, 0.006] },
  welcome: { clicks: [0.04, 0.1], buys: [0.006, 0.015] },
};

/** How often somebody leaves after a message of a kind, beside after a campaign [4]. */
export const HAZARD_OF_KIND: Readonly<Record<MessageKind, number>> = {
  campaign: 1,
  checkout: 0.65,
  requested: 0.4,
  after_order: 0.4,
  win_back: 1.7,
  welcome: 1,
};

/** What each message in the last 28 days beyond `from` does, in shops whose customers tire of email [3][6][10][11]. */
export const FATIGUE_RANGES = {
  from: [3, 7],
  /** The hazard grows by this share of itself. */
  hazardGrowth: [0.5, 1.5],
  /** The response falls by this share of what is left. */
  responseDecay: [0.08, 0.2],
  /** So do orders that no email brings: people turn away from a store that bothers them [10]. */
  orderDecay: [0.01, 0.025],
  /** Campaigns a week of shops that tire their customers. */
  campaignsPerWeek: [3, 5],
} as const satisfies Record<string, Range>;
/** Never more than so many times the hazard without fatigue. */
export const MAX_HAZARD_FACTOR = 10;
