import { z } from "zod";
import { CampaignIntent } from "~/campaigns/campaign-intent";
import { SendIntent } from "~/flows/definition/send-step";

/** States of a message that has not ended. */
export const MessageSendingState = z.enum(["planned", "sending"]);
/** How a message ended. */
export const MessageOutcomeState = z.enum(["sent", "skipped", "withheld", "failed", "unknown"]);

export const MessageState = z.enum([
  ...MessageSendingState.options,
  ...MessageOutcomeState.options,
]);
export type MessageState = z.infer<typeof MessageState>;

/** The intent of a message, as planned by a step or a campaign. `origin` distinguishes the two. */
export const MessageIntent = z.discriminatedUnion("origin", [SendIntent, CampaignIntent]);
export type MessageIntent = z.infer<typeof MessageIntent>;
