import { z } from "zod";

/**
 * `draft` has never run. `live` takes people in and mails them. `paused` holds
 * everything: runs wait, mails stay in the outbox and expire there if it takes
 * too long. `archived` has ended its runs for good.
 */
export const FlowStatus = z.enum(["draft", "live", "paused", "archived"]);
export type FlowStatus = z.infer<typeof FlowStatus>;

const NEXT: Readonly<Record<FlowStatus, readonly FlowStatus[]>> = {
  draft: ["live", "archived"],
  live: ["paused", "archived"],
  paused: ["live", "archived"],
  archived: [],
};

/** Whether a flow may go from one status to another. To stay as it is is no change. */
export function canBecome(from: FlowStatus, to: FlowStatus): boolean {
  return NEXT[from].includes(to);
}
