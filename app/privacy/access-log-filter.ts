import type { AuditAction } from "./audit-actions";

/** Filter of the access log; `null` matches everything. */
export interface AccessLogFilter {
  /** A staff member's id, or a system name: `shopify`. */
  readonly person: string | null;
  readonly action: AuditAction | null;
  /** Days in the shop's time zone, both inclusive. */
  readonly from: string | null;
  readonly to: string | null;
}

export const WHOLE_LOG: AccessLogFilter = { person: null, action: null, from: null, to: null };
