import type { Sessions } from "~/ml/neighbors/session-knn";
import { DAY_MS } from "../purchases/purchase";
import type { PurchaseHistories } from "../purchases/purchase-histories";

/** Customers to compare with: those who ordered last. More make the models larger than the catalog. */
const MAX_PROFILES = 50_000;
/** Purchases of one customer: the latest. */
const MAX_PURCHASES = 500;

export const NO_SEQUENCES: Sessions = {
  items: new Int32Array(0),
  steps: new Int32Array(0),
  offsets: new Int32Array(1),
  ages: new Float64Array(0),
};

/**
 * Each customer's orders as a session whose steps are the orders, without ids; the age is that of the last order in
 * whole days. Each product is there once per order.
 *
 * @param now ms since 1970
 */
export function toOrderSequences(
  { profiles, offsets, productOf, at }: PurchaseHistories,
  now: number,
): Sessions {
  const lastOf = (profile: number) => at[(offsets[profile + 1] ?? 0) - 1] ?? 0;
  const kept = Int32Array.from({ length: profiles }, (_, profile) => profile);
  const latest =
    profiles <= MAX_PROFILES
      ? kept
      : kept
          .sort((a, b) => lastOf(b) - lastOf(a) || a - b)
          .slice(0, MAX_PROFILES)
          .sort();
  const sizes = Array.from(latest, (profile) =>
    Math.min(MAX_PURCHASES, (offsets[profile + 1] ?? 0) - (offsets[profile] ?? 0)),
  );
  const size = sizes.reduce((sum, count) => sum + count, 0);
  const items = new Int32Array(size);
  const steps = new Int32Array(size);
  const starts = new Int32Array(latest.length + 1);
  const ages = new Float64Array(latest.length);
  let end = 0;
  latest.forEach((profile, row) => {
    const to = offsets[profile + 1] ?? 0;
    let step = 0;
    for (let n = to - (sizes[row] ?? 0); n < to; n++) {
      if (end > (starts[row] ?? 0) && at[n] !== at[n - 1]) step++;
      // Products are ascending within an order.
      else if (end > (starts[row] ?? 0) && productOf[n] === productOf[n - 1]) continue;
      items[end] = productOf[n] ?? 0;
      steps[end++] = step;
    }
    starts[row + 1] = end;
    ages[row] = Math.floor((now - lastOf(profile)) / DAY_MS);
  });
  return { items: items.slice(0, end), steps: steps.slice(0, end), offsets: starts, ages };
}
