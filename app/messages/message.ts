import { z } from "zod";
import { CampaignIntent } from "~/campaigns/campaign-intent";
import { SendIntent } from "~/flows/send-step";

/** The states of a message. Nothing changes from `sent` on. */
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

/** The intent of a message, as planned by a step or a campaign. `origin` distinguishes the two. */
export const MessageIntent = z.discriminatedUnion("origin", [SendIntent, CampaignIntent]);
export type MessageIntent = z.infer<typeof MessageIntent>;
