import { z } from "zod";

/** A campaign's messages by outcome, each counted once, with their results. */
export const CampaignNumbers = z
  .object({
    /** Planned. */
    waiting: z.number(),
    /** Being sent. */
    leaving: z.number(),
    sent: z.number(),
    /** In the holdout. */
    withheld: z.number(),
    /** Not sent, by reason. */
    notSent: z.array(z.object({ reason: z.string(), count: z.number() }).readonly()).readonly(),
    /** Recipients with a human click. */
    clicked: z.number(),
    /** Recipients who unsubscribed from it. */
    unsubscribed: z.number(),
    orders: z.number(),
    /** Net revenue of those orders, in the shop's currency. */
    netMinor: z.number(),
    /** The 95% interval of the net revenue to expect from such recipients; null without revenue. */
    netBetween: z.object({ low: z.number(), high: z.number() }).readonly().nullable(),
  })
  .readonly();
export type CampaignNumbers = z.infer<typeof CampaignNumbers>;

/** Of a campaign without messages. */
export const NO_NUMBERS: CampaignNumbers = {
  waiting: 0,
  leaving: 0,
  sent: 0,
  withheld: 0,
  notSent: [],
  clicked: 0,
  unsubscribed: 0,
  orders: 0,
  netMinor: 0,
  netBetween: null,
};
