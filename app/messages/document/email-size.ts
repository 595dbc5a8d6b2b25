/** Gmail clips emails after 102,400 bytes, including the unsubscribe link. Larger emails are not sent. */
export const MAX_HTML_BYTES = 95_000;

/** Warning threshold: longer names or more lines could exceed the limit. */
const LARGE_HTML_BYTES = 80_000;

/** Whether HTML is close to the size at which mailbox providers clip it. */
export function isLarge(htmlBytes: number): boolean {
  return htmlBytes > LARGE_HTML_BYTES;
}

/** Above it, a reader on a slow connection (1 Mbit/s) waits for more than eight seconds. */
const HEAVY_BYTES = 1_000_000;

/** Whether an email with its pictures takes long to load. */
export function isHeavy(bytes: number): boolean {
  return bytes > HEAVY_BYTES;
}
