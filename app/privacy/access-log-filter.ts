import type { AuditAction } from "./audit-actions";

/** Which entries of the access log are shown; `null` lets all through. */
export interface AccessLogFilter {
  /** A staff member's id, or a system by its name: `shopify`. */
  readonly person: string | null;
  readonly action: AuditAction | null;
  /** Days of the shop's calendar, both included. */
  readonly from: string | null;
  readonly to: string | null;
}

export const WHOLE_LOG: AccessLogFilter = { person: null, action: null, from: null, to: null };
