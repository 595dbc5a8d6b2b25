/** One line of a left checkout. Money is written out, in the shop's way: "£24.00". */
export interface MailLine {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly quantity: number;
  readonly price: string;
  readonly imageUrl: string | null;
}

/** A recommended product as a mail shows it. */
export interface MailPick {
  readonly title: string;
  readonly price: string;
  readonly url: string;
  readonly imageUrl: string;
  /** Why this product, in the customer's words: "Often bought with Cedar tray". */
  readonly reason: string;
}

/**
 * Everything in a mail that differs from one recipient to the next. Links are
 * absolute; `planLinks` exchanges them for tracked ones before the mail is
 * filled in.
 */
export interface MailValues {
  readonly recipient: { readonly firstName: string | null };
  readonly checkout: {
    readonly lines: readonly MailLine[];
    readonly total: string;
    readonly recoveryUrl: string;
  } | null;
  readonly order: { readonly firstProductTitle: string } | null;
  readonly picks: readonly MailPick[];
  readonly links: { readonly unsubscribe: string; readonly shop: string };
}
