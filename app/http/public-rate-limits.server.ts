import { createRateLimit } from "~/lib/rate-limit";

/** Pages with actions linked from emails: thirty a minute per address. */
const allowPage = createRateLimit({ perSecond: 0.5, burst: 30 });
/** Email links and images: many recipients may share one address. */
const allowClick = createRateLimit({ perSecond: 100, burst: 200 });

/** Whether the client address may request one more page. */
export function isPageAllowed(request: Request): boolean {
  return allowPage(addressOf(request), performance.now());
}

/** Whether the client address may trigger one more click or open. */
export function isClickAllowed(request: Request): boolean {
  return allowClick(addressOf(request), performance.now());
}

const addressOf = ({ headers }: Request): string => headers.get("x-client-address") ?? "unknown";
