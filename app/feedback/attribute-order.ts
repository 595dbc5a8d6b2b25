/** A human click on a mail: what may earn credit for an order. */
export interface Touch {
  readonly messageId: string;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;

/**
 * The click credited with an order: the last one in the window that ends when
 * the order was placed, both ends counted, or null. Opens never earn credit,
 * since mail clients open messages by themselves, and neither do machines'
 * clicks: the caller passes human clicks only. Of two clicks at one instant the
 * message whose id sorts last wins, so that equal data gives equal credit.
 *
 * @param touches the customer's human clicks, in any order
 * @param windowHours how long after a click an order still counts, > 0
 */
export function attributeOrder<T extends Touch>(
  order: { readonly placedAt: Date },
  touches: readonly T[],
  windowHours: number,
): T | null {
  const end = order.placedAt.getTime();
  const start = end - windowHours * HOUR_MS;

  let last: T | null = null;
  for (const touch of touches) {
    const at = touch.at.getTime();
    if (at < start || at > end) continue;
    if (!last || at > last.at.getTime()) last = touch;
    else if (at === last.at.getTime() && touch.messageId > last.messageId) last = touch;
  }
  return last;
}
