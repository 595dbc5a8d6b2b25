import { readDay } from "~/feedback/reports/report-range";
import { WHOLE_LOG, type AccessLogFilter } from "~/privacy/access-log-filter";
import { isAuditAction } from "~/privacy/audit-actions";

/** The URL of the filtered log or its file; contains only set filters. */
export function accessLogUrl(
  filter: AccessLogFilter,
  { page = 1, path = "/app/access-log" }: { readonly page?: number; readonly path?: string } = {},
): string {
  const params = new URLSearchParams();
  for (const part of Object.keys(WHOLE_LOG) as (keyof AccessLogFilter)[]) {
    const value = filter[part];
    if (value !== null) params.set(part, value);
  }
  if (page > 1) params.set("page", String(page));
  return params.size === 0 ? path : `${path}?${params.toString()}`;
}

/** Parses such a URL. Invalid parameters do not filter. */
export function readAccessLogFilter(params: URLSearchParams): AccessLogFilter {
  const action = params.get("action") ?? "";
  return {
    person: params.get("person"),
    action: isAuditAction(action) ? action : null,
    from: readDay(params.get("from")),
    to: readDay(params.get("to")),
  };
}
