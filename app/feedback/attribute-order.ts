/** A human click that an order may be attributed to. */
export interface Touch {
  readonly messageId: string;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;

/**
 * Last-click attribution: the last human click within the window before the order, both ends included, or
 * null. Opens do not count, because email clients open messages automatically; machine clicks do not either:
 * the caller passes human clicks only. On a tie the message whose id sorts last wins, so that the result is
 * deterministic.
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
