/** Gmail hides what comes after 102,400 bytes, and with it the unsubscribe link. A larger mail is not sent. */
export const MAX_HTML_BYTES = 95_000;

/** From here on a mail is said to be large: one with longer names or more lines may be too large to send. */
const LARGE_HTML_BYTES = 80_000;

/** Whether HTML of so many bytes comes near the size at which mailbox providers cut it off. */
export function isLarge(htmlBytes: number): boolean {
  return htmlBytes > LARGE_HTML_BYTES;
}
