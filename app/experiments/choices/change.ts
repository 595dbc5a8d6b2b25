import { z } from "zod";

const ArmResult = z.object({
  arm: z.string(),
  sends: z.number().int(),
  clicks: z.number().int(),
});

/** What a change rests on, as it is kept beside it. */
export const Evidence = z.discriminatedUnion("kind", [
  /** A list of products is tried beside the merchant's own; so many mails went out before. */
  z.object({ kind: z.literal("trial"), sends: z.number().int() }),
  /** What people clicked in, and how sure it is that the favoured arm is the best. */
  z.object({
    kind: z.literal("clicks"),
    arms: z.array(ArmResult).readonly(),
    favoured: z.string(),
    chance: z.number(),
  }),
  /** Customers who bear fewer mails than the shop's cap allows, of those who are scored. */
  z.object({
    kind: z.literal("tolerance"),
    customers: z.number().int(),
    scored: z.number().int(),
    capPer7Days: z.number().int(),
    /** Chance in [0, 1] that one of them unsubscribes within 28 days, at what they bear. */
    lossRate: z.number(),
  }),
]);
export type Evidence = z.infer<typeof Evidence>;
