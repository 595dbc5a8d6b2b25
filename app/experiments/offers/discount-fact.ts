import { z } from "zod";

/** Why a recipient got this discount or none; money per email in minor units of `currency`. */
export const DiscountFact = z.object({
  kind: z.literal("discount"),
  percent: z.number(),
  /** Whether it is the merchant's own for the control, was drawn at random, or was chosen. */
  by: z.enum(["own", "random", "choice"]),
  currency: z.string(),
  /** What the chosen discount was expected to add to the margin of 30 days. */
  net: z.number(),
  /** Parts that add up to `net`. */
  reasons: z.object({
    usual: z.number(),
    email: z.number(),
    customer: z.number(),
    discount: z.number(),
  }),
  runnerUp: z.object({ percent: z.number(), net: z.number(), low: z.number() }),
  /** Whether the customer orders only with a discount. */
  waits: z.boolean(),
});
export type DiscountFact = z.infer<typeof DiscountFact>;
