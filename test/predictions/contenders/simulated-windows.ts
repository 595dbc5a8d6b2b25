import { FEATURES, type Snapshot } from "~/ml/customers/customer-features";
import { ENGAGEMENT_FEATURES } from "~/ml/customers/engagement";
import { createRandomNumbers } from "~/ml/numerics/random";
import type { HorizonWindows } from "~/predictions/models/intent";

/** P(order) by recency and frequency, both from −1 to 1. */
export type OrderLaw = (recency: number, frequency: number) => number;

/** The logit is a sum, as logistic regression assumes. */
export const ADDITIVE: OrderLaw = (recency, frequency) =>
  1 / (1 + Math.exp(-(2 * frequency - 2 * recency)));
/** Depends on whether the two have the same sign, which no sum can express. */
export const EXCLUSIVE: OrderLaw = (recency, frequency) =>
  recency > 0 === frequency > 0 ? 0.9 : 0.1;

const DAYS = 30;
const FIRST_DAY = 20_000;

/** Windows one after the other, the latest first, in which customers with random features order by a law. */
export function simulateWindows(law: OrderLaw, count: number, customers = 400): HorizonWindows {
  const random = createRandomNumbers(9);
  const width = FEATURES.length + ENGAGEMENT_FEATURES.length;
  const windows = Array.from({ length: count }, (_, n): Snapshot => {
    const features = Float64Array.from({ length: customers * width }, (_, at) =>
      at % width < FEATURES.length ? 2 * random.nextFloat() - 1 : 0,
    );
    const labels = Float64Array.from({ length: customers }, (_, row) => {
      const at = (name: (typeof FEATURES)[number]) =>
        features[row * width + FEATURES.indexOf(name)]!;
      return random.nextFloat() < law(at("recency"), at("frequency")) ? 1 : 0;
    });
    return {
      day: FIRST_DAY - n * DAYS,
      horizonDays: DAYS,
      customers: Int32Array.from({ length: customers }, (_, row) => row),
      features,
      orders: new Float64Array(customers).fill(1),
      chances: new Float64Array(customers).fill(0.5),
      labels,
      waits: labels.map((label) => (label === 1 ? 10 : Infinity)),
    };
  });
  return { days: DAYS, windows, missing: null, windowAt: () => null };
}
