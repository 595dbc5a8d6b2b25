import { hashFraction } from "./stable-hash";

/** One line of an invoice in the published data. Numbers stay text, so that nothing is rounded. */
export interface InvoiceLine {
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: string;
  /** "2010-01-19 17:04", the shop's wall clock. */
  readonly invoiceDate: string;
  readonly price: string;
  readonly customerId: string;
  readonly country: string;
}

export interface Extract {
  readonly lines: readonly InvoiceLine[];
  /** Stock code → its most common description, oldest first among equals. */
  readonly descriptions: ReadonlyMap<string, string>;
}

/** Customers with a higher mean number of lines per order are trade buyers and excluded. */
const MAX_MEAN_LINES_PER_ORDER = 20;
/** The share of the remaining customers that is kept, chosen by hash. */
const CUSTOMER_RATE = 0.7;

/**
 * Selects the part of Online Retail II in the repository: the complete histories of some customers. Steps, in order:
 *
 * 1. Lines without a customer, and exact duplicates, are dropped.
 * 2. Lines without a product are dropped: a product's code is five digits and at most two
 *    letters. That removes POST, DOT, C2 (carriage), M (manual), D (discount), BANK CHARGES,
 *    ADJUST, PADS, TEST001, S, B, gift_0001_… and the like.
 * 3. Sales at a price of zero are dropped; so are sales without a positive quantity.
 *    Cancellations (invoice "C…") are kept.
 * 4. Customers without a remaining sale, and those with more than 20 lines per order on average, are dropped.
 * 5. Of the others, those whose number hashes below 0.7 are kept with their complete history.
 *
 * Dates, numbers, prices and the order of the lines are as published.
 */
export function chooseExtract(all: readonly InvoiceLine[]): Extract {
  const products = withoutRepetitions(
    all.filter((line) => line.customerId !== "" && isProductCode(line.stockCode)),
  ).filter(isSaleOrCancellation);
  const chosen = chooseCustomers(products);
  const lines = products.filter((line) => chosen.has(line.customerId));
  return { lines, descriptions: mostCommonDescriptions(lines) };
}

/** Whether a stock code is a product, not a fee, a correction or a voucher. */
export function isProductCode(stockCode: string): boolean {
  return /^\d{5}[A-Za-z]{0,2}$/.test(stockCode);
}

/** Whether an invoice cancels earlier purchases. */
export function isCancellation(invoice: string): boolean {
  return invoice.startsWith("C");
}

function isSaleOrCancellation(line: InvoiceLine): boolean {
  if (Number(line.price) <= 0) return false;
  return isCancellation(line.invoice) ? Number(line.quantity) < 0 : Number(line.quantity) > 0;
}

function withoutRepetitions(lines: readonly InvoiceLine[]): InvoiceLine[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = JSON.stringify(Object.values(line));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function chooseCustomers(lines: readonly InvoiceLine[]): Set<string> {
  const sales = new Map<string, { lines: number; invoices: Set<string> }>();
  for (const { invoice, customerId } of lines) {
    if (isCancellation(invoice)) continue;
    const of = sales.get(customerId) ?? { lines: 0, invoices: new Set() };
    of.lines += 1;
    of.invoices.add(invoice);
    sales.set(customerId, of);
  }
  const chosen = [...sales].filter(
    ([customerId, of]) =>
      of.lines / of.invoices.size <= MAX_MEAN_LINES_PER_ORDER &&
      hashFraction(customerId) < CUSTOMER_RATE,
  );
  return new Set(chosen.map(([customerId]) => customerId));
}

function mostCommonDescriptions(lines: readonly InvoiceLine[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { stockCode, description } of lines) {
    const of = counts.get(stockCode) ?? new Map<string, number>();
    of.set(description, (of.get(description) ?? 0) + 1);
    counts.set(stockCode, of);
  }
  return new Map(
    [...counts].map(([stockCode, of]) => [
      stockCode,
      [...of].reduce((best, next) => (next[1] > best[1] ? next : best))[0],
    ]),
  );
}
