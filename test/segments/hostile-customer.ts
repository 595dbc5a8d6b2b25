import fc from "fast-check";
import { MarketingState } from "~/events/event";
import { GRADES } from "~/predictions/prediction";
import { PRICE_BANDS } from "~/profiles/profile";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { daysAgo, NOW } from "../support/builders";
import {
  PROPERTY_TEXTS,
  WORDS,
  COUNTRIES,
  LOCALES,
  NOTES,
  REGIONS,
  CITIES,
  TAGS,
  CODES,
  CHANNELS,
  UTM_TAGS,
  FLOWS,
  CAMPAIGNS,
  VARIANTS,
  QUERIES,
  EVENT_NAMES,
  EXACT_DAYS,
  PRODUCTS,
} from "./hostile-values";

/** A product that the catalog does not have. */
const productIds = [...PRODUCTS.map((it) => it.id), "404"];
/** Messages that emails refer to; the last one is not stored. */
export const MESSAGES = ["m1", "m2", "m3", "gone"];

const at = fc.oneof(
  fc
    .tuple(fc.constantFrom(...EXACT_DAYS, 0), fc.constantFrom(-1, 0, 1))
    .map(([days, ms]) => new Date(daysAgo(days).getTime() + ms)),
  fc.integer({ min: 0, max: 500 }).map((days) => daysAgo(days)),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const upTo = <T>(most: number, value: fc.Arbitrary<T>) => fc.array(value, { maxLength: most });
const share = fc.constantFrom(0, 0.1, 0.3, 0.333333, 0.5, 1);
const times = fc.integer({ min: 0, max: 3 });
const big = fc.constantFrom(0n, 1n, 2400n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 60n + 1n);

function sender() {
  return fc.oneof(
    fc.record({ flowId: fc.constantFrom(...FLOWS) }),
    fc.record({ campaignId: fc.constantFrom(...CAMPAIGNS) }),
  );
}

/** A customer with everything that rules can ask about. */
export const hostileCustomer = fc.record({
  countryCode: maybe(fc.constantFrom(...COUNTRIES)),
  locale: maybe(fc.constantFrom(...LOCALES)),
  region: maybe(fc.constantFrom(...REGIONS)),
  cityKey: maybe(fc.constantFrom(...CITIES)),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }),
  marketingState: fc.constantFrom(...MarketingState.options),
  hasAddress: fc.boolean(),
  isDeleted: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  createdAt: at,
  firstOrderAt: maybe(at),
  lastOrderAt: maybe(at),
  lastSeenAt: maybe(at),
  orderCount: times,
  netSpendMinor: big,
  traits: fc.oneof(
    fc.constant({}),
    fc.record({
      purchaseDays: times,
      averageOrderMinor: maybe(fc.constantFrom(2, 2.5, 2400, 2 ** 53 - 1)),
      medianGapDays: maybe(fc.constantFrom(1, 2.5)),
      affinities: upTo(2, fc.record({ productType: fc.constantFrom(...WORDS), share })),
    }),
    fc.record({ priceBands: fc.record(Object.fromEntries(PRICE_BANDS.map((it) => [it, share]))) }),
  ),
  prediction: maybe(
    fc.record({
      grade: fc.constantFrom(...GRADES),
      buy7Rate: maybe(share),
      buy30Rate: maybe(fc.constantFrom(0.1, 1 / 3, 0.3)),
      buy90Rate: maybe(share),
      churnRate: maybe(fc.constantFrom(0.1 + 0.2, 0.3)),
      valueMinor: maybe(big),
      expectedOrders: maybe(fc.constantFrom(0.1, 5, 12)),
      nextOrderAt: maybe(fc.integer({ min: -6, max: 12 }).map((days) => daysAgo(-days))),
      groupKey: maybe(fc.constantFrom("best", "lapsed", "new")),
      bestHour: maybe(fc.constantFrom(0, 5, 12)),
      emailsPer28Days: maybe(fc.constantFrom(0, 5, 12)),
    }),
  ),
  orders: upTo(
    4,
    fc.record({
      at,
      cancelledAt: maybe(at),
      refundedMinor: fc.constantFrom(0n, 0n, 500n, 1000n),
      totalMinor: fc.constantFrom(0n, 1000n, 2n ** 53n + 1n),
      currency: fc.constantFrom("GBP", "GBP", "USD"),
      discountCodes: fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 2 }),
      sourceName: maybe(fc.constantFrom(...CHANNELS)),
      utmSource: maybe(fc.constantFrom(...UTM_TAGS)),
      utmMedium: maybe(fc.constantFrom(...UTM_TAGS)),
      utmCampaign: maybe(fc.constantFrom(...UTM_TAGS)),
      test: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      lines: upTo(
        3,
        fc.record({
          productId: maybe(fc.constantFrom(...productIds)),
          variantId: maybe(fc.constantFrom(...VARIANTS)),
          quantity: times,
        }),
      ),
    }),
  ),
  checkouts: upTo(2, at),
  visits: fc.uniqueArray(
    fc.record({
      at,
      searches: upTo(2, fc.constantFrom(...QUERIES)),
      viewed: upTo(
        3,
        fc.record({ productId: fc.constantFrom(...productIds), views: times, added: times }),
      ),
    }),
    { maxLength: 3, selector: (it) => it.at.getTime() },
  ),
  events: upTo(
    5,
    fc.record({
      kind: fc.constantFrom(
        "email_sent",
        "email_clicked",
        "sign_up_confirmed",
        "notify_me_requested",
        "custom_event_received",
      ),
      at,
      messageId: fc.constantFrom(...MESSAGES),
      name: fc.constantFrom(...EVENT_NAMES),
      classification: fc.constantFrom("human", "machine", "unknown"),
    }),
  ),
  opens: upTo(
    3,
    fc.record({
      at,
      kind: fc.constantFrom("open", "open", "click"),
      classification: fc.constantFrom("human", "machine", "unknown"),
      message: fc.constantFrom(0, 1),
    }),
  ),
  /** The senders of two messages. */
  senders: fc.tuple(sender(), sender()),
  notes: upTo(2, fc.tuple(fc.constantFrom(...NOTES), fc.constantFrom(...WORDS, ...PROPERTY_TEXTS))),
  suppressions: fc.uniqueArray(
    fc.record({
      reason: fc.constantFrom(...SuppressionReason.options),
      expiresAt: maybe(fc.constantFrom(NOW, daysAgo(-1), daysAgo(1))),
    }),
    { maxLength: 2, selector: (it) => it.reason },
  ),
  isInFirst: fc.boolean(),
});

export type HostileCustomer = typeof hostileCustomer extends fc.Arbitrary<infer T> ? T : never;
