import { z } from "zod";
import { CampaignIntent } from "~/campaigns/campaign-intent";
import { SendIntent } from "~/flows/send-step";

/** Where a message is on its way. From `sent` on nothing changes any more. */
export const MessageState = z.enum([
  "planned",
  "sending",
  "sent",
  "skipped",
  "withheld",
  "failed",
  "unknown",
]);
export type MessageState = z.infer<typeof MessageState>;

/** What the step or the campaign that asked for the message knew. `origin` tells which that was. */
export const MessageIntent = z.discriminatedUnion("origin", [SendIntent, CampaignIntent]);
export type MessageIntent = z.infer<typeof MessageIntent>;
