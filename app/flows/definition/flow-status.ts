import { z } from "zod";

/**
 * `draft` has never been live. `live` enrolls and sends. `paused` holds
 * everything: enrollments wait, and messages stay in the outbox and may
 * expire there. `archived` is final: all enrollments have ended.
 */
export const FlowStatus = z.enum(["draft", "live", "paused", "archived"]);
export type FlowStatus = z.infer<typeof FlowStatus>;

const NEXT: Readonly<Record<FlowStatus, readonly FlowStatus[]>> = {
  draft: ["live", "archived"],
  live: ["paused", "archived"],
  paused: ["live", "archived"],
  archived: [],
};

/** Whether a status transition is allowed. */
export function isTransitionAllowed(from: FlowStatus, to: FlowStatus): boolean {
  return NEXT[from].includes(to);
}
