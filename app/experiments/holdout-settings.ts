import { z } from "zod";

/** Rates of the groups that measure incremental revenue. */
export const HoldoutSettings = z.object({
  /** Holdout rate of each flow, from 0 to 0.5. */
  holdoutRate: z.number().min(0).max(0.5).default(0.05),
  /** Rate of the shop holdout, from 0 to 0.2. */
  shopHoldoutRate: z.number().min(0).max(0.2).default(0),
  /** Rate of the baseline group (`isInBaseline`), from 0 to 0.3. */
  baselineRate: z.number().min(0).max(0.3).default(0.1),
});
export type HoldoutSettings = z.infer<typeof HoldoutSettings>;

/** Holdout rates of flows that Kindred offers for an earlier answer. */
export const HOLDOUT_CHOICES = [0.05, 0.15, 0.3] as const;
