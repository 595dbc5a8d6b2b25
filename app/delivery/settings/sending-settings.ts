import { z } from "zod";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { OfferSettings } from "~/experiments/offers/offer-settings";
import { RepeatSettings } from "~/flows/repeat-settings";
import { PoolName } from "~/lib/pool-name";
import { OptInRule } from "./opt-in-rule";

const Hour = z.number().int().min(0).max(23);
const Address = z.union([z.email("Must be an email address"), z.null()]);

/** A shop's sending settings. Every field has a default, so an empty object is valid. */
export const SendingSettings = z.object({
  ...HoldoutSettings.shape,
  ...RepeatSettings.shape,
  ...OfferSettings.shape,
  /** Minimum hours between two marketing emails to one profile. */
  marketingCapHours: z.number().int().min(0).max(168).default(16),
  /** Maximum marketing emails to one profile in any seven days. */
  marketingCapPer7Days: z.number().int().min(1).max(50).default(4),
  /** Hours of the recipient's day without marketing email, from `startHour` up to `endHour`. Equal hours: none. */
  quietHours: z
    .object({ startHour: Hour.default(21), endHour: Hour.default(8) })
    .default({ startHour: 21, endHour: 8 }),
  /** Attribution window: how long after a click an order is attributed to its email. */
  attributionWindowHours: z.number().int().min(24).max(720).default(120),
  /** Sending cost in whole units of the shop's currency: per month, and per thousand emails. */
  costPerMonth: z.number().min(0).max(1_000_000).default(0),
  costPerThousandEmails: z.number().min(0).max(1_000_000).default(0),
  /** Whether emails contain a tracking pixel. */
  tracksOpens: z.boolean().default(false),
  /** Whether a storefront sign-up needs confirmation by email. */
  optInRule: OptInRule.default("double"),
  /** Whether the merchant gets a weekly report on Mondays, and where; null: the shop's own address. */
  weeklyDigest: z.boolean().default(true),
  /** Whether the merchant gets an email when a test is reverted automatically. */
  revertNotices: z.boolean().default(true),
  digestAddress: Address.default(null),
  senderName: z.string().trim().max(80).nullable().default(null),
  senderAddress: Address.default(null),
  replyTo: Address.default(null),
  /** Sender of campaigns; null: the default sender. */
  campaignSenderName: z.string().trim().max(80).nullable().default(null),
  campaignSenderAddress: Address.default(null),
  /** Whose account at the email provider the shop uses; null: the default pool's. The operator sets it. */
  emailPool: PoolName.nullable().default(null),
});
export type SendingSettings = z.infer<typeof SendingSettings>;
