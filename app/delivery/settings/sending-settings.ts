import { z } from "zod";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { RepeatSettings } from "~/flows/repeat-settings";
import { OptInRule } from "../opt-in/opt-in-rule";

const Hour = z.number().int().min(0).max(23);
const Address = z.union([z.email("Must be an e-mail address"), z.null()]);

/** How a shop sends. Every field has a default, so that an empty object is a shop's first settings. */
export const SendingSettings = z.object({
  ...HoldoutSettings.shape,
  ...RepeatSettings.shape,
  /** Least hours between two marketing mails to one profile. */
  marketingCapHours: z.number().int().min(0).max(168).default(16),
  /** Most marketing mails to one profile in any seven days. */
  marketingCapPer7Days: z.number().int().min(1).max(50).default(4),
  /** Hours of the recipient's day in which no mail goes out: from `startHour` up to `endHour`. Equal hours: never quiet. */
  quietHours: z
    .object({ startHour: Hour.default(21), endHour: Hour.default(8) })
    .default({ startHour: 21, endHour: 8 }),
  /** How long after a click an order still counts for its mail. */
  attributionWindowHours: z.number().int().min(24).max(720).default(120),
  /** What sending costs, in whole units of the shop's currency: a month, and for each thousand mails. */
  costPerMonth: z.number().min(0).max(1_000_000).default(0),
  costPerThousandMails: z.number().min(0).max(1_000_000).default(0),
  /** Whether mails carry a picture that tells when they are opened. */
  tracksOpens: z.boolean().default(false),
  /** Whether a sign-up in the storefront has to be confirmed by mail. */
  optInRule: OptInRule.default("double"),
  /** Whether the merchant gets a mail each Monday about the week before, and where; null: at the shop's own address. */
  weeklyDigest: z.boolean().default(true),
  digestAddress: Address.default(null),
  senderName: z.string().trim().max(80).nullable().default(null),
  senderAddress: Address.default(null),
  replyTo: Address.default(null),
  /** Whom campaigns are from; null: the same as all other mail. */
  campaignSenderName: z.string().trim().max(80).nullable().default(null),
  campaignSenderAddress: Address.default(null),
});
export type SendingSettings = z.infer<typeof SendingSettings>;
