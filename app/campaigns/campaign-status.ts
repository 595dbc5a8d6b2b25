import { z } from "zod";

/**
 * `draft` may be changed. `scheduled` waits for its time. `sending` has begun. `paused` holds what has
 * not left yet. `sent` and `cancelled` are the end: nothing of it leaves any more.
 */
export const CampaignStatus = z.enum([
  "draft",
  "scheduled",
  "sending",
  "paused",
  "sent",
  "cancelled",
]);
export type CampaignStatus = z.infer<typeof CampaignStatus>;

/** What a merchant may ask of a campaign that was started. */
export const CampaignCommand = z.enum(["pause", "resume", "cancel"]);
export type CampaignCommand = z.infer<typeof CampaignCommand>;

interface Standing {
  readonly status: CampaignStatus;
  /** What it was when it was paused. */
  readonly pausedFrom: CampaignStatus | null;
}

/** What a command makes of a campaign; null: it does not apply. Starting is `start-campaign.server.ts`. */
export function afterCommand(
  { status, pausedFrom }: Standing,
  command: CampaignCommand,
): Standing | null {
  const isUnderWay = status === "scheduled" || status === "sending";
  switch (command) {
    case "pause":
      return isUnderWay ? { status: "paused", pausedFrom: status } : null;
    case "resume":
      return status === "paused" ? { status: pausedFrom ?? "sending", pausedFrom: null } : null;
    case "cancel":
      return isUnderWay || status === "paused" ? { status: "cancelled", pausedFrom: null } : null;
  }
}
