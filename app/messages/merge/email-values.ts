/** One line of what was left or bought. Money is written out, in the recipient's way: "£24.00". */
export interface EmailLine {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly quantity: number;
  readonly price: string;
  readonly imageUrl: string | null;
}

/** A checkout or a cart that was left, or an order. */
export interface EmailBasket {
  /** What the shop calls an order, "#1001"; null for what is none yet. */
  readonly name: string | null;
  readonly lines: readonly EmailLine[];
  readonly total: string;
  /** The way back to it; null for an order. */
  readonly url: string | null;
}

/** A product as an email shows it. */
export interface EmailProduct {
  readonly title: string;
  readonly price: string;
  /** The former price of a reduced product. */
  readonly compareAt: string | null;
  readonly url: string;
  readonly imageUrl: string | null;
  /** Why this product, in the customer's words: "Often bought with Cedar tray"; null where it is not recommended. */
  readonly reason: string | null;
}

/**
 * Everything in an email that differs from one recipient to the next. Links are
 * absolute; `planLinks` exchanges them for tracked ones before the email is
 * filled in.
 */
export interface EmailValues {
  readonly recipient: { readonly firstName: string | null };
  readonly checkout: EmailBasket | null;
  readonly cart: EmailBasket | null;
  readonly order: EmailBasket | null;
  /** The one that the trigger was about, for texts that name it; without a price while it is sold out. */
  readonly product:
    | (Omit<EmailProduct, "price"> & {
        readonly price: string | null;
        /** What it cost when they looked at it, where the email is about a price. */
        readonly seenPrice: string | null;
        /** The lowest price of the 30 days before it became cheaper, where the law wants it said. */
        readonly lowestPrice: string | null;
        /** Where one piece of it lies in the cart; null while it is sold out. */
        readonly cartUrl: string | null;
      })
    | null;
  /** A discount code of the recipient's own, written out; null: the email goes without. */
  readonly coupon: {
    readonly code: string;
    /** "10%" */
    readonly percent: string;
    /** The last day on which it holds: "12 March 2026". */
    readonly until: string;
  } | null;
  /** Block id → the products that stand there. */
  readonly products: Readonly<Record<string, readonly EmailProduct[]>>;
  /** Ids of the blocks whose rule the recipient meets. */
  readonly meets: readonly string[];
  readonly links: {
    readonly unsubscribe: string;
    readonly preferences: string | null;
    /** The preference page with one choice made: the reader has only to save it. */
    readonly lessOften: string;
    readonly pause: string;
    readonly shop: string;
  };
  /** What the template's own links lead to, in their order. */
  readonly targets: readonly string[];
}
