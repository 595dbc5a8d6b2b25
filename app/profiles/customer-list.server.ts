export interface CustomerRow {
  readonly customerId: string;
  /** The customer's name, or null when Shopify has none. */
  readonly name: string | null;
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly lastOrderAt: string;
  readonly marketingState: string;
}

export interface CustomerList {
  readonly currency: string;
  readonly timeZone: string;
  /** Customers known in all, with and without orders. */
  readonly total: number;
  /** Customers who ordered, latest order first. */
  readonly rows: readonly CustomerRow[];
  readonly page: number;
  readonly hasNext: boolean;
}
