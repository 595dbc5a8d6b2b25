/** A purchase: one line of one order. */
export interface Bought {
  readonly orderId: string;
  readonly lineId: string;
  readonly customer: string;
  readonly product: string;
  /** ISO 8601. */
  readonly at: string;
  readonly quantity: number;
  readonly unitMinor: number;
}

/** A cancellation: one line of one canceling invoice. */
export interface ReturnedLine {
  readonly invoice: string;
  readonly customer: string;
  readonly product: string;
  readonly at: string;
  /** Units, above 0. */
  readonly quantity: number;
}

export interface MatchedRefund {
  readonly invoice: string;
  readonly orderId: string;
  readonly at: string;
  readonly lines: readonly { lineId: string; quantity: number; subtotalMinor: number }[];
}

export interface MatchCounts {
  /** Canceling lines with all, some or no units found in earlier orders. */
  readonly matched: number;
  readonly partlyMatched: number;
  readonly unmatched: number;
  readonly unmatchedUnits: number;
}

/**
 * Finds the orders that canceling invoices refund. The data does not name them, so each canceled unit is taken from
 * the same customer's earlier orders of the same product, the latest order first, never more than was bought and not
 * yet refunded. Units without such an order are counted and dropped (they were bought before the data begins, or
 * never). The amount is the price paid: units × the order line's price.
 *
 * @param bought any order
 * @param returnedLines any order
 * @returns one refund per pair of canceling invoice and order, oldest first
 */
export function matchCancellations(
  bought: readonly Bought[],
  returnedLines: readonly ReturnedLine[],
): { refunds: MatchedRefund[]; counts: MatchCounts } {
  const shelves = new Map<string, { line: Bought; left: number }[]>();
  for (const line of [...bought].sort(byTime)) {
    const key = `${line.customer}|${line.product}`;
    const shelf = shelves.get(key) ?? [];
    shelf.push({ line, left: line.quantity });
    shelves.set(key, shelf);
  }

  const refunds = new Map<string, MatchedRefund & { lines: MatchedRefund["lines"][number][] }>();
  const counts = { matched: 0, partlyMatched: 0, unmatched: 0, unmatchedUnits: 0 };
  for (const back of [...returnedLines].sort(byTime)) {
    let open = back.quantity;
    for (const item of (shelves.get(`${back.customer}|${back.product}`) ?? []).toReversed()) {
      const quantity = Math.min(open, item.left);
      if (quantity === 0 || item.line.at > back.at) continue;
      item.left -= quantity;
      open -= quantity;
      const { orderId, lineId, unitMinor } = item.line;
      const key = `${back.invoice}|${orderId}`;
      const refund = refunds.get(key) ?? { invoice: back.invoice, orderId, at: back.at, lines: [] };
      refund.lines.push({ lineId, quantity, subtotalMinor: quantity * unitMinor });
      refunds.set(key, refund);
    }
    counts.unmatchedUnits += open;
    if (open === 0) counts.matched += 1;
    else if (open < back.quantity) counts.partlyMatched += 1;
    else counts.unmatched += 1;
  }
  return { refunds: [...refunds.values()].map(withOneEntryALine), counts };
}

function byTime(a: { at: string }, b: { at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

/** One invoice may cancel the same line twice; a refund names each line once. */
function withOneEntryALine(refund: MatchedRefund): MatchedRefund {
  const lines = new Map<string, { lineId: string; quantity: number; subtotalMinor: number }>();
  for (const { lineId, quantity, subtotalMinor } of refund.lines) {
    const before = lines.get(lineId);
    lines.set(lineId, {
      lineId,
      quantity: quantity + (before?.quantity ?? 0),
      subtotalMinor: subtotalMinor + (before?.subtotalMinor ?? 0),
    });
  }
  return { ...refund, lines: [...lines.values()] };
}
