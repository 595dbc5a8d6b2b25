import type { ProductRating } from "~/catalog/ratings/product-rating";
import type { CustomProperties } from "~/events/custom-event";

/** One line of a cart or an order. Amounts are formatted in the recipient's locale: "£24.00". */
export interface EmailLine {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly quantity: number;
  readonly price: string;
  readonly imageUrl: string | null;
}

/** An abandoned checkout or cart, or an order. */
export interface EmailBasket {
  /** The order's name, "#1001"; null for a checkout or a cart. */
  readonly name: string | null;
  readonly lines: readonly EmailLine[];
  readonly total: string;
  /** The recovery URL, or the order's status page if it is known. */
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
  /** Why this product is shown: "Often bought with Cedar tray"; null if it is not a recommendation. */
  readonly reason: string | null;
  /** Units in stock; null if the shop does not count them or sells without stock. */
  readonly unitsLeft: number | null;
  readonly rating: ProductRating | null;
}

/**
 * Everything in an email that differs between recipients. URLs are absolute; `planLinks` replaces them by tracked
 * ones before the email is filled in.
 */
export interface EmailValues {
  readonly recipient: Readonly<Record<"firstName" | "lastName", string | null>>;
  /** The properties of the custom event that triggered the flow, by name. */
  readonly event: CustomProperties;
  /** The recipient's customer properties, by name. */
  readonly property: Readonly<Record<string, string>>;
  readonly checkout: EmailBasket | null;
  readonly cart: EmailBasket | null;
  readonly order: EmailBasket | null;
  /** The trigger product, for texts that name it; without a price while it is sold out. */
  readonly product:
    | (Omit<EmailProduct, "price"> & {
        readonly price: string | null;
        /** Its price when the customer viewed it, for emails about a price. */
        readonly seenPrice: string | null;
        /** The lowest price of the 30 days before the reduction, if the law requires it. */
        readonly lowestPrice: string | null;
        /** URL of a cart with one unit; null while it is sold out. */
        readonly cartUrl: string | null;
      })
    | null;
  /** The recipient's discount code; null: the email has none. */
  readonly coupon: {
    readonly code: string;
    /** "10%" */
    readonly percent: string;
    /** The last valid day: "March 12, 2026". */
    readonly until: string;
  } | null;
  /** Whether all products of personal lists were chosen by what the recipient did, instead of for everyone. */
  readonly isPersonal: boolean;
  /** Whether all products of lists of best sellers are some. */
  readonly isPopular: boolean;
  /**
   * What every recommendation goes with: a product of the trigger, or its order in general. null if one of them goes
   * with nothing of it, as when another list stands in.
   */
  readonly goesWith: { readonly title: string } | "order" | null;
  /** Block id → its products. */
  readonly products: Readonly<Record<string, readonly EmailProduct[]>>;
  /** Ids of the blocks whose rule the recipient matches. */
  readonly meets: readonly string[];
  readonly links: {
    readonly unsubscribe: string;
    readonly preferences: string | null;
    /** The preference page with a preselected choice that the reader only has to save. */
    readonly lessOften: string;
    readonly pause: string;
    readonly shop: string;
  };
  /** Targets of the template's own links, in order. */
  readonly targets: readonly string[];
}
