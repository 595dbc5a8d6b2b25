import type { MessageKind, Range, ShopKind } from "./ranges";

/**
 * The parameter ranges of what customers make of an email's content, its time, and its offer. Fixed before any rule of
 * the product was tuned to them.
 *
 * Sources, as numbers in square brackets below; [1] to [12] are in `ranges.ts`:
 *
 * [13] J. N. Matias, K. Munger, M. A. Le Quere, C. Ebersole. The Upworthy Research Archive. Scientific Data 8, 2021.
 *     doi:10.1038/s41597-021-00934-7. Measured on 1,732 of its headline tests, those with 20 clicks or more in each arm:
 *     the logarithm of the true click rate differs between the arms of a test by a standard deviation of .19 (variance
 *     .056, of which .019 is sampling noise). A mixture fits better: 35% of the arms do not differ from their test's
 *     mean, the others by a standard deviation of .21.
 * [14] W. Browne, M. Swarbrick Jones. What works in e-commerce: a meta-analysis of 6,700 online experiments. 2017, as
 *     summarized at https://gwern.net/doc/economics/advertising/2017-browne.pdf (90% of experiments change revenue by
 *     less than 1.2%; recommended products by .4% on average; colors and buttons by nothing).
 * [15] eBags sent to each customer at the hour of their sign-up: 20% more clicks, 65% more orders per email.
 *     https://econsultancy.com/six-case-studies-and-infographics-on-the-optimal-time-to-send-emails/ (there too: opens
 *     grow after noon, and weekends are worse)
 * [16] Usual best hours by industry lie between 8 and 17 o'clock, best weekdays from Tuesday to Thursday.
 *     https://www.sendinblue.com/blog/best-time-to-send-email/
 * [17] A. Gopalakrishnan, Y. Park. The impact of coupons on the visit-to-purchase funnel. Marketing Science, 2021.
 *     https://ssrn.com/abstract=3206159. A randomized test with 12,959 customers: customers of low value order in 1.0%
 *     without a coupon, 2.6% with it, and a fifth of those redeem it; of high value in 4.2% without, 6.6% with a coupon,
 *     9.3% with a larger one, of whom 13 and 22% redeem it.
 * [18] E. Anderson, D. Simester. Long-run effects of promotion depth on new versus established customers. Marketing
 *     Science 23(1), 2004. doi:10.1287/mksc.1030.0040 (larger discounts lower the later orders of established customers)
 * [19] L. Wathieu, A. V. Muthukrishnan, B. Bronnenberg. The asymmetric effect of discount retraction on subsequent
 *     choice. J. of Consumer Research 31(3), 2004, as summarized at https://nickkolenda.com/tactics/no-premium-discounts
 *     (discounts make customers of premium goods wait, or weaken the brand)
 * [20] Gross margins: apparel 40–65%, supplements 60–80%, food 30–50%, https://xopon.io/research/ecommerce-margin-benchmarks;
 *     wholesale 15–35%, https://wpdavies.dev/documentation/alpha-insights/faqs/what-is-a-good-profit-margin
 * [21] Subscription boxes lose 4 to 10% of their subscribers a month; 57% of subscriptions are monthly.
 *     https://easyappsecom.com/tools/churn-rate-calculator.html,
 *     https://empowerideas.com/analyzing-the-state-of-subscription-e-commerce/
 * [22] D. Chen. Online Retail II, UCI Machine Learning Repository, CC BY 4.0. doi:10.24432/C5CG6D. Measured on 18,437
 *     invoices of 4,266 customers: half of the gaps between order days are 28 days or less; hours and weekdays of the
 *     orders as below; the hour varies by a standard deviation of 2.37 hours over all orders and 2.20 within one
 *     customer, so a seventh of its variance is personal.
 *
 * What no source measures is assumed: how much of an effect belongs to the shop, to one email and to a kind of customer.
 */

/** What of an email is chosen, besides its hour and offer. */
export const CONTENT_KINDS = ["subject", "list", "layout"] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** The merchant's own option, whose effect is none by definition. */
export const OWN = "own";
/** All options. An email has three or four subjects. */
export const CONTENT_OPTIONS: Readonly<Record<ContentKind, readonly string[]>> = {
  subject: [OWN, "line-2", "line-3", "line-4"],
  list: [OWN, "goes_with", "new_for_you"],
  layout: [OWN, "products_first"],
};

/** Standard deviations of the logarithm of clicks between options, by what the difference belongs to. */
interface ContentRanges {
  /** All emails of the shop. */
  readonly shop: Range;
  /** One email. */
  readonly email: Range;
  /** One kind of customer. */
  readonly customers: Range;
  /** Share of the options of an email without any effect. */
  readonly none: Range;
}

/** [13] for subjects, where the merchant's own is one of the arms; [14] for the others: often nothing. */
export const CONTENT_RANGES: Readonly<Record<ContentKind, ContentRanges>> = {
  subject: {
    shop: [0.03, 0.08],
    email: [0.14, 0.22],
    customers: [0.04, 0.12],
    none: [0.25, 0.45],
  },
  list: { shop: [0.05, 0.2], email: [0.03, 0.12], customers: [0.08, 0.25], none: [0.3, 0.5] },
  layout: { shop: [0.05, 0.15], email: [0.03, 0.1], customers: [0.03, 0.1], none: [0.35, 0.6] },
};

/** From clicks to purchases and unsubscribes. */
export const CONTENT_OUTCOMES = {
  /** Share of an effect on clicks that remains in purchases: curiosity does not buy. */
  buysPerClick: [0.6, 1],
  /** Standard deviation of an option's own effect on purchases, and on unsubscribes. */
  buysSpread: [0.03, 0.12],
  leavesSpread: [0.03, 0.12],
} as const satisfies Record<string, Range>;

export const HOUR_RANGES = {
  /** Half of the logarithm between the shop's best and worst hour by day [15][16]. */
  height: [0.04, 0.18],
  /** Factor from midnight to six. */
  night: [0.6, 0.9],
  /** Standard deviation of the logarithm between weekdays [15][16]. */
  weekdaySpread: [0.02, 0.1],
  /** Share of customers with an own hour; how much it exceeds theirs on average, as a logarithm [15][22]. */
  personalShare: [0.25, 0.7],
  personalHeight: [0.3, 0.9],
  /** Standard deviation of own hours around the shop's best. */
  personalSpread: [2.5, 5],
} as const satisfies Record<string, Range>;

/** Hours in which half of the effect of a late email is lost. */
export const HALF_LIFE_RANGES: Readonly<Record<MessageKind, Range>> = {
  campaign: [60, 240],
  checkout: [8, 36],
  requested: [12, 48],
  after_order: [120, 480],
  win_back: [240, 720],
  welcome: [36, 120],
};

/** Share of the orders by hour of the day [22]. */
const RETAIL_HOURS: readonly number[] = [
  ...[0, 0, 0, 0, 0, 0, 0, 0.0025, 0.023, 0.0626, 0.116, 0.1265],
  ...[0.1649, 0.1509, 0.1239, 0.106, 0.0654, 0.0333, 0.0133, 0.0098, 0.0018, 0, 0, 0],
];
/** Share of the orders by weekday, from Monday on [22]. */
const RETAIL_WEEKDAYS: readonly number[] = [0.1569, 0.1867, 0.1732, 0.2029, 0.1387, 0.0016, 0.1399];

/** Orders of consumers: half like those of the retailers of [22], half in the evening. */
const evening = (hour: number) => Math.exp(-((hour - 20) ** 2) / 8) / 5.013;
const CONSUMER_HOURS = RETAIL_HOURS.map((share, hour) => (share + evening(hour)) / 2);
const CONSUMER_WEEKDAYS = RETAIL_WEEKDAYS.map((share) => (share + 1 / 7) / 2);

/** Relative frequency of orders by hour and by weekday from Monday on. */
export const ORDER_TIMES = {
  retail: { hours: RETAIL_HOURS, weekdays: RETAIL_WEEKDAYS },
  consumers: { hours: CONSUMER_HOURS, weekdays: CONSUMER_WEEKDAYS },
} as const;

/** How customers take a discount. */
export const OFFER_TYPES = [
  /** Orders anyway, and gladly redeems: only a cost. */
  "buys_anyway",
  /** An email with a discount is likelier to make them order. */
  "persuadable",
  /** Neither responds nor redeems. */
  "insensitive",
  /** Responds, and waits for the next one after several. */
  "deal_seeker",
  /** A discount makes the brand less worth to them; only in luxury shops. */
  "put_off",
] as const;
export type OfferType = (typeof OFFER_TYPES)[number];

export const OFFER_PERCENTS = [0, 5, 10, 15] as const;

export const OFFER_RANGES = {
  /** Weights from which a shop's shares follow; of 81 orders with a coupon in [17], four of five do not redeem it. */
  weight: {
    buys_anyway: [0.15, 0.4],
    persuadable: [0.2, 0.5],
    insensitive: [0.2, 0.5],
    deal_seeker: [0.05, 0.2],
    put_off: [0.1, 0.4],
  },
  /** Additional orders per order of a persuadable recipient at 10%: over all customers [17] found 57 to 157%. */
  liftAtTen: [0.8, 3],
  /** Power of the discount in the lift. */
  depthPower: [0.7, 1.3],
  /** Probability that a spontaneous order of who would redeem a coupon uses it [17]. */
  redeemRate: [0.4, 0.9],
  /** Number of coupons in 90 days from which deal seekers wait, and the share of orders without one that they skip [18]. */
  waitsFrom: [2, 5],
  waitLoss: [0.25, 0.6],
  /** Share of the response that a discount of 10% costs in luxury shops [19]. */
  aversionAtTen: [0.15, 0.5],
  /** Share of the merchant's campaigns with a coupon. */
  ownCampaigns: [0.05, 0.4],
} as const;

/** Probability that a shop of a kind sells luxury. */
export const LUXURY_RATE: Readonly<Record<ShopKind, number>> = {
  gifts: 0.15,
  fashion: 0.3,
  consumables: 0,
  wholesale: 0,
  subscriptions: 0,
};

/** Gross margin by kind [20]. */
export const MARGIN_RANGES: Readonly<Record<ShopKind, Range>> = {
  gifts: [0.35, 0.6],
  fashion: [0.4, 0.65],
  consumables: [0.3, 0.6],
  wholesale: [0.2, 0.35],
  subscriptions: [0.35, 0.65],
};
