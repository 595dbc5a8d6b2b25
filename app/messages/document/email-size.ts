/** Gmail clips emails after 102,400 bytes, including the unsubscribe link. Larger emails are not sent. */
export const MAX_HTML_BYTES = 95_000;

/** Warning threshold: longer names or more lines could exceed the limit. */
const LARGE_HTML_BYTES = 80_000;

/** Whether HTML is close to the size at which mailbox providers clip it. */
export function isLarge(htmlBytes: number): boolean {
  return htmlBytes > LARGE_HTML_BYTES;
}
