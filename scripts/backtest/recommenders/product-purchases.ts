import { createRandomNumbers } from "~/ml/numerics/random";
import type { FitModelsInput } from "~/recommendations/models/fit-models";
import type { DescribedProduct } from "~/recommendations/models/count-terms";
import { latestDay, type Interactions } from "./interactions";
import { toVisitColumns, type BrowsingRecords } from "./product-visits";

/** A training part as a shop's purchases and catalog. Product `n` has index `n` in the models. */
export interface DatedPurchases extends FitModelsInput {
  readonly purchases: FitModelsInput["purchases"] & {
    /** users + 1 positions: each user's purchases. */
    readonly starts: Int32Array;
  };
}

const DAY_MS = 86_400_000;
/** Days between the orders of a user without a calendar: as long as the product's test window. */
const STEP_DAYS = 30;

/**
 * Turns interactions into purchases. Where the test part begins at a day, times are as recorded. Where each user has a
 * test part of their own (the last item, the last basket, the last tenth), all users are moved to a common end with a
 * month between orders, so that the product's last month holds out each user's last order. Without an order of time
 * the interactions of a user are shuffled.
 */
export function toPurchases(
  known: Interactions,
  {
    isOwnTime,
    seed,
    views,
    products,
  }: {
    readonly isOwnTime: boolean;
    readonly seed: number;
    /** What is known of each item, if anything. */
    readonly products?: readonly DescribedProduct[];
    readonly views?: BrowsingRecords | null;
  },
): DatedPurchases {
  const { users, items, offsets, itemOf } = known;
  const width = String(Math.max(users, items)).length;
  const idOf = (n: number) => String(n).padStart(width, "0");
  const userOf = new Int32Array(itemOf.length);
  for (let user = 0; user < users; user++) userOf.fill(user, offsets[user], offsets[user + 1]);
  const isDated = known.order === "time" && !isOwnTime;
  const endMs = isDated ? Math.ceil(latestDay(known) * DAY_MS) : 0;
  const ids = Array.from({ length: items }, (_, item) => idOf(item));
  return {
    purchases: {
      profileIds: Array.from({ length: users }, (_, user) => idOf(user)),
      productIds: ids,
      profileOf: userOf,
      productOf: itemOf,
      at: isDated ? known.days.map((day) => Math.round(day * DAY_MS)) : timesFromEnd(known, seed),
      starts: offsets,
    },
    products: ids.map((productId, item) => ({
      title: "",
      vendor: "",
      productType: "",
      tags: [],
      priceMinor: null,
      ...products?.[item],
      productId,
    })),
    ...(views && { visits: toVisitColumns(views, idOf) }),
    now: new Date(endMs),
  };
}

/** Times before 0 in ms: the last order of each user is at 0. */
function timesFromEnd({ users, offsets, steps, order }: Interactions, seed: number): Float64Array {
  const random = createRandomNumbers(seed);
  const at = new Float64Array(steps.length);
  for (let user = 0; user < users; user++) {
    const [start, end] = [offsets[user]!, offsets[user + 1]!];
    for (let n = start; n < end; n++) {
      const age = order === "none" ? n - start : steps[end - 1]! - steps[n]!;
      at[n] = -age * STEP_DAYS * DAY_MS;
    }
    if (order !== "none") continue;
    for (let n = end - 1; n > start; n--) {
      const other = start + random.nextInteger(n - start + 1);
      [at[n], at[other]] = [at[other]!, at[n]!];
    }
  }
  return at;
}
