import { z } from "zod";
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

/** What the step that asked for the message knew. `origin` tells who that was. */
export const MessageIntent = z.discriminatedUnion("origin", [SendIntent]);
export type MessageIntent = z.infer<typeof MessageIntent>;
