import { z } from "zod";

/**
 * `draft` can be edited. `scheduled` waits for its start. `sending` has started. `paused` holds
 * unsent messages. `sent` and `canceled` are final: nothing is sent after them.
 */
export const CampaignStatus = z.enum([
  "draft",
  "scheduled",
  "sending",
  "paused",
  "sent",
  "canceled",
]);
export type CampaignStatus = z.infer<typeof CampaignStatus>;

/** A merchant's command to a started campaign. */
export const CampaignCommand = z.enum(["pause", "resume", "cancel"]);
export type CampaignCommand = z.infer<typeof CampaignCommand>;

interface StatusState {
  readonly status: CampaignStatus;
  /** The status before the pause. */
  readonly pausedFrom: CampaignStatus | null;
}

/** The state after a command; null if the command does not apply. Starting is in `change-campaign.server.ts`. */
export function applyCommand(
  { status, pausedFrom }: StatusState,
  command: CampaignCommand,
): StatusState | null {
  const isRunning = status === "scheduled" || status === "sending";
  switch (command) {
    case "pause":
      return isRunning ? { status: "paused", pausedFrom: status } : null;
    case "resume":
      return status === "paused" ? { status: pausedFrom ?? "sending", pausedFrom: null } : null;
    case "cancel":
      return isRunning || status === "paused" ? { status: "canceled", pausedFrom: null } : null;
  }
}
