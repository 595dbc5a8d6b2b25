import type {
  CheckoutFacts,
  TriggerOrderFacts,
  ProductFacts,
  ProfileFacts,
  EnrollmentFacts,
} from "~/flows/rules/enrollment-facts";
import type { DueEnrollment } from "~/flows/rules/plan-step";
import { NO_ACTIVITY, NO_PREDICTION_RANKS } from "~/flows/facts/load-activity.server";
import { daysAgo, hoursAgo } from "./builders";

/** A subscribed customer with an address. */
export const profileFacts = (overrides: Partial<ProfileFacts> = {}): ProfileFacts => ({
  isDeleted: false,
  hasAddress: true,
  marketingState: "subscribed",
  suppressions: [],
  orderCount: 0,
  lastOrderAt: null,
  properties: new Map(),
  ...overrides,
});

/** A checkout of the online store, last changed two hours before NOW. */
export const checkoutFacts = (overrides: Partial<CheckoutFacts> = {}): CheckoutFacts => ({
  kind: "checkout",
  token: "checkout-1",
  cartToken: "cart-1",
  profileId: "cada",
  startedAt: hoursAgo(3),
  updatedAt: hoursAgo(2),
  completedAt: null,
  isDeleted: false,
  totalMinor: 48_00,
  sourceName: "web",
  availableLineCount: 1,
  ...overrides,
});

/** An order fulfilled six days before NOW. */
export const orderFacts = (overrides: Partial<TriggerOrderFacts> = {}): TriggerOrderFacts => ({
  kind: "order",
  orderId: "900",
  profileId: "cada",
  placedAt: daysAgo(8),
  fulfilledAt: daysAgo(6),
  isCanceled: false,
  isDeleted: false,
  isTest: false,
  sourceName: "web",
  totalMinor: 48_00,
  refundedMinor: 0,
  ...overrides,
});

/** A product viewed two hours before NOW, with eight in stock. */
export const productFacts = (overrides: Partial<ProductFacts> = {}): ProductFacts => ({
  kind: "product",
  at: hoursAgo(2),
  isPublished: true,
  isAvailable: true,
  unitsLeft: 8,
  fewUnits: null,
  priceMinor: 20_00,
  isHighPriced: false,
  seenMinor: null,
  boughtSince: false,
  isGoneAgain: false,
  views: 2,
  dwellSeconds: 30,
  ...overrides,
});

/** Facts with which an enrollment continues. Name only what your test is about. */
export const enrollmentFacts = (overrides: Partial<EnrollmentFacts> = {}): EnrollmentFacts => ({
  profile: profileFacts(),
  object: checkoutFacts(),
  ordersSince: [],
  hasNewerCheckout: false,
  activity: NO_ACTIVITY,
  predictionRanks: NO_PREDICTION_RANKS,
  customer: null,
  ...overrides,
});

export const anOrderSince = () => ({
  orderId: "901",
  placedAt: hoursAgo(1),
  checkoutToken: "checkout-1",
  cartToken: null,
});

/** An abandoned-checkout enrollment that was due an hour before NOW. */
export const aDueEnrollment = (overrides: Partial<DueEnrollment> = {}): DueEnrollment => ({
  variant: "treated",
  isInShopHoldout: false,
  stepId: "wait-2",
  dueAt: hoursAgo(1),
  trigger: {
    kind: "checkout",
    token: "checkout-1",
    cartToken: null,
    startedAt: hoursAgo(3),
    idleMinutes: 60,
  },
  hasClicked: false,
  waitsSince: null,
  drawKey: "kettle.myshopify.com|abandoned-checkout|cada",
  clock: { timeZone: "Europe/London", shopTimeZone: "Europe/London", bestHour: null },
  ...overrides,
});
