import type {
  CheckoutFacts,
  DeliveredOrderFacts,
  ProfileFacts,
  RunFacts,
} from "~/flows/enrollment/run-facts";
import { daysAgo, hoursAgo } from "./builders";

/** A subscribed customer with an address. */
export const aProfileOfRun = (overrides: Partial<ProfileFacts> = {}): ProfileFacts => ({
  isDeleted: false,
  hasAddress: true,
  marketingState: "subscribed",
  suppressions: [],
  ...overrides,
});

/** A checkout of the online store that was last touched two hours before NOW. */
export const aCheckoutOfRun = (overrides: Partial<CheckoutFacts> = {}): CheckoutFacts => ({
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

/** An order that was fulfilled six days before NOW. */
export const anOrderOfRun = (
  overrides: Partial<DeliveredOrderFacts> = {},
): DeliveredOrderFacts => ({
  kind: "order",
  orderId: "900",
  profileId: "cada",
  placedAt: daysAgo(8),
  fulfilledAt: daysAgo(6),
  isCancelled: false,
  isDeleted: false,
  isTest: false,
  refundedMinor: 0,
  ...overrides,
});

/** Facts under which a run goes on. Name only what your test is about. */
export const runFacts = (overrides: Partial<RunFacts> = {}): RunFacts => ({
  profile: aProfileOfRun(),
  object: aCheckoutOfRun(),
  ordersSince: [],
  hasNewerCheckout: false,
  ...overrides,
});

export const anOrderSince = () => ({
  orderId: "901",
  placedAt: hoursAgo(1),
  checkoutToken: "checkout-1",
  cartToken: null,
});
