/**
 * The parameter ranges of simulated shops. Fixed before any rule of the product was tuned to them; after changing a
 * number here, run `npm run test:deep` and give the reason in the commit.
 *
 * Sources, as numbers in square brackets below:
 *
 * [1] Klaviyo, 2024 benchmark report (orders of 2023): an abandoned cart flow earns $3.65 a recipient, welcome $2.65,
 *     browse abandonment $1.07, post-purchase $.41, a campaign $.11; over all flows 5.3% click, 1.7% order (top
 *     tenth 5.7%), .73% unsubscribe; welcome 2.3% order. https://resources.klaviyo.com/2024-benchmark-report/p/4
 * [2] Omnisend 2025, as cited by Hello Retail: automated email 1.49% orders a send, scheduled campaigns .08%.
 *     https://helloretail.com/en/blog/2026-06-09-ecommerce-email-statistics/
 * [3] Unsubscribes of a send: .2–.3% is usual in e-commerce, from .4% on it is a problem, more than one email a day
 *     doubles it. https://opensend.com/post/email-unsubscribe-rate-statistics-ecommerce
 * [4] By kind of email: campaign .24%, cart .16%, after an order .09%, win-back .41%.
 *     https://alpacarelay.com/benchmarks/ecommerce-and-retail-unsubscribe-rate
 * [5] Lists on which twice the email loses twice the people and no more: .1–.15% of each campaign, however many.
 *     http://segmentum.co.uk/blog/the-im-sending-too-many-emails-debate (the laws without fatigue)
 * [6] Email past a threshold earns less itself and lowers the response to all other email of the sender.
 *     https://atticusli.com/blog/posts/email-frequency-diminishing-returns-saturation-point (the laws with fatigue)
 * [7] Repeat purchase rate: 28% on average, apparel 26%, coffee 30%, pet products 31%, grocery 40–65%.
 *     https://metrilo.com/glossary/retention-rate, https://www.rivo.io/blog/repeat-purchase-rate-complete-guide
 * [8] Abandoned carts: 70% of all, office goods 53%, pets 58%, fashion 77%, gifts and jewelry 79%.
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
 * Rates of attributed orders count people who would have ordered anyway. The effect of an email is assumed to be half
 * of them.
 */

/** Lower and upper bound, drawn log-uniformly. */
export type Range = readonly [from: number, to: number];

export const SHOP_KINDS = [
  "gifts",
  "fashion",
  "consumables",
  "wholesale",
  "subscriptions",
] as const;
export type ShopKind = (typeof SHOP_KINDS)[number];
/** The kinds of the shops on which email frequency was decided, before there were subscriptions. */
export const FREQUENCY_KINDS = SHOP_KINDS.slice(0, 4);

/** The kind of a message, by people's response. */
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
  /** Orders of a customer in 28 days without any email, on average [7]. */
  readonly ordersPer28Days: Range;
  /** Days between two orders of a customer who uses up purchases; null: irregular orders [7][9]. */
  readonly intervalDays: Range | null;
  /** Probability that an order is a customer's last, unless an email brings them back; determines the repeat rate [7]. */
  readonly goesAway: Range;
  /** Days with fewer orders after an order; 0 if the interval covers this. */
  readonly pauseDays: Range | null;
  /** Quantities per line are multiples of this. */
  readonly unitsStep: number;
  /** Mean number of such steps. */
  readonly meanSteps: Range;
  readonly unitPriceMinor: Range;
  /** Share of an order's value that is returned. */
  readonly returnShare: Range;
  /** Abandoned checkouts per order [8]; only those with an address count. */
  readonly checkoutsPerOrder: Range;
  /** How much the best weeks of the year exceed its mean. */
  readonly season: Range;
  /** Instead of the general ranges: subscriptions come by the calendar. */
  readonly regularity?: Range;
  readonly rateSpread?: Range;
  /** Factor of the response to email. */
  readonly response?: number;
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
  // Renewals; see [21] in choice-ranges.ts.
  subscriptions: {
    ordersPer28Days: [0.8, 1.1],
    intervalDays: [26, 33],
    goesAway: [0.04, 0.1],
    pauseDays: null,
    unitsStep: 1,
    meanSteps: [1.05, 1.5],
    unitPriceMinor: [15_00, 50_00],
    returnShare: [0.005, 0.02],
    checkoutsPerOrder: [0.02, 0.1],
    season: [0.02, 0.1],
    regularity: [6, 10],
    rateSpread: [0.05, 0.2],
    response: 0.4,
  },
};

const SIZES = ["small", "large", "medium"] as const;
export type Size = (typeof SIZES)[number];
export const FREQUENCY_SIZES = SIZES.slice(0, 2);

export const RANGES = {
  /** The shop's initial customers. */
  customers: { small: [80, 250], large: [400, 1_000], medium: [1_800, 2_200] },
  /** New customers in 28 days, relative to the initial ones. */
  newcomers: [0.02, 0.1],
  subscribedShare: [0.5, 0.85],
  /** Standard deviation of the logarithm between customers. */
  rateSpread: [0.5, 1],
  engagementSpread: [0.5, 1.1],
  hazardSpread: [0.2, 0.7],
  valueSpread: [0.3, 0.7],
  /** Regularity of repeat purchases: the shape of a Weibull distribution. */
  regularity: [2, 4.5],
  campaignsPerWeek: [1, 4],
  /** Back-in-stock requests per customer in 28 days. */
  requestsPer28Days: [0.005, 0.03],
  /** Unsubscribe probability per campaign email [3][5]: ordinary shops. */
  hazard: [0.001, 0.005],
  /** Reduction of orders after an unsubscribe, since nothing reminds the customer of the store [12]. */
  leaverLoss: [0.05, 0.2],
} as const satisfies Record<string, Range | Record<Size, Range>>;

/** Probability that a subscriber clicks in a message, and that it causes an additional order [1][2], halved. */
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

/** Unsubscribe rates by kind of message, relative to a campaign [4]. */
export const HAZARD_OF_KIND: Readonly<Record<MessageKind, number>> = {
  campaign: 1,
  checkout: 0.65,
  requested: 0.4,
  after_order: 0.4,
  win_back: 1.7,
  welcome: 1,
};

/** The effect of each message in the last 28 days beyond `from`, in shops with email fatigue [3][6][10][11]. */
export const FATIGUE_RANGES = {
  from: [3, 7],
  /** Relative growth of the hazard. */
  hazardGrowth: [0.5, 1.5],
  /** Relative reduction of the response. */
  responseDecay: [0.08, 0.2],
  /** Reduction of orders without email: customers avoid a store that annoys them [10]. */
  orderDecay: [0.01, 0.025],
  /** Weekly campaigns of shops with email fatigue. */
  campaignsPerWeek: [3, 5],
} as const satisfies Record<string, Range>;
/** Maximum factor of the hazard without fatigue. */
export const MAX_HAZARD_FACTOR = 10;
