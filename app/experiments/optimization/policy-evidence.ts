import { z } from "zod";

/** What an option's effect on clicks adds to an email's value, and to the clicks of the merchant's own. */
const ClickReason = z.object({ money: z.number(), clicks: z.number() });

/** Parts that add up to the expected value of an email with the chosen option, in minor units. */
export const PolicyReasons = z.object({
  /** The value with the merchant's own. */
  base: z.number(),
  /** What the option does to clicks in the whole shop, in this email, and in its customer groups. */
  shop: ClickReason,
  email: ClickReason,
  group: ClickReason,
  /** What a click earns more or less. */
  clickValue: z.number(),
  /** Subscribers lost more or less. */
  unsubscribes: z.number(),
});
export type PolicyReasons = z.infer<typeof PolicyReasons>;

/** Why a variant is preferred: expected net value of an email, in minor units. */
export const PolicyEvidence = z.object({
  kind: z.literal("value"),
  favored: z.string(),
  /** Probability in [0, 1] that the preferred variant has the highest value. */
  chance: z.number(),
  /** Gain over the merchant's own per email, with its 95% interval. */
  gain: z.object({ low: z.number(), mean: z.number(), high: z.number() }),
  /** Whether the interval shows a gain: before, nothing is claimed. */
  isSupported: z.boolean(),
  reasons: PolicyReasons,
  /** The preferred variant and two others, by expected value. */
  options: z
    .array(
      z.object({
        variant: z.string(),
        value: z.number(),
        sends: z.number().int(),
        clicks: z.number().int(),
      }),
    )
    .readonly(),
  /** Whether it needs the merchant's approval to go further. */
  awaitsApproval: z.boolean(),
});
export type PolicyEvidence = z.infer<typeof PolicyEvidence>;
