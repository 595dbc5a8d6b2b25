import { createRateLimit } from "~/lib/rate-limit";

/** Pages that change something by a mail's link: thirty a minute from one address. */
const allow = createRateLimit({ perSecond: 0.5, burst: 30 });

/** Whether one more request may come from where this one does. */
export function isLetThrough(request: Request): boolean {
  return allow(request.headers.get("x-client-address") ?? "unknown", performance.now());
}
