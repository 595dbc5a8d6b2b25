import { createRateLimit } from "~/lib/rate-limit";

/** Pages that change something by a mail's link: thirty a minute from one address. */
const allowPage = createRateLimit({ perSecond: 0.5, burst: 30 });
/** Links and pictures of mails: many people may read theirs behind one address. */
const allowHit = createRateLimit({ perSecond: 100, burst: 200 });

/** Whether one more page may be asked for from where this request comes. */
export function isLetThrough(request: Request): boolean {
  return allowPage(addressOf(request), performance.now());
}

/** Whether one more link may be followed, or picture be counted, from where this request comes. */
export function isHitLetThrough(request: Request): boolean {
  return allowHit(addressOf(request), performance.now());
}

const addressOf = ({ headers }: Request): string => headers.get("x-client-address") ?? "unknown";
