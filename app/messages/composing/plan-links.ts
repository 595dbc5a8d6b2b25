import type { LinkPosition } from "../blocks/render-context";
import type { LinkTarget } from "./compiled-template";
import type { MailBasket, MailProduct, MailValues } from "../merge/mail-values";

/** A link of one mail whose clicks count. `index` is its number inside that mail. */
export interface PlannedLink {
  readonly index: number;
  readonly position: LinkPosition;
  /** Which of the mail's products, for `position: "pick"`. */
  readonly pickIndex: number | null;
  readonly target: string;
}

/** What the template's own links lead to for this recipient, in their order. */
export type PlannedTarget = Pick<LinkTarget, "position"> & { readonly target: string };

interface Links {
  /** Where a link leads for this recipient, given where it was to. */
  readonly lead: (target: string) => string;
  /** The address that the mail carries in place of the target. */
  readonly issueLink: (link: PlannedLink) => string;
}

/**
 * Numbers a mail's links, says where each leads, and exchanges it for what
 * `issueLink` gives. The ways out stay as they are: whoever wants to leave is
 * not followed. So do addresses that are no web pages.
 *
 * @returns the values with the issued addresses, and the links in the order of their index
 */
export function planLinks(
  values: MailValues,
  targets: readonly PlannedTarget[],
  { lead, issueLink }: Links,
): { values: MailValues; links: readonly PlannedLink[] } {
  const links: PlannedLink[] = [];
  const issue = (position: LinkPosition, target: string, pickIndex: number | null = null) => {
    const link = { index: links.length, position, pickIndex, target: lead(target) };
    links.push(link);
    return issueLink(link);
  };
  const basket = (left: MailBasket | null) =>
    left?.url ? { ...left, url: issue("button", left.url) } : left;
  let pickCount = 0;
  // Only what was recommended has a reason, and is kept among the message's picks.
  const productLink = (product: MailProduct) => ({
    ...product,
    url:
      product.reason === null
        ? issue("line", product.url)
        : issue("pick", product.url, pickCount++),
  });

  const shop = issue("logo", values.links.shop);
  const checkout = basket(values.checkout);
  const cart = basket(values.cart);
  const order = basket(values.order);
  const product = values.product && {
    ...values.product,
    url: issue("button", values.product.url),
    cartUrl: values.product.cartUrl && issue("button", values.product.cartUrl),
  };
  const products = Object.fromEntries(
    Object.entries(values.products).map(([blockId, shown]) => [blockId, shown.map(productLink)]),
  );
  const issued = targets.map(({ position, target }) =>
    /^https?:/i.test(target) ? issue(position, target) : target,
  );
  return {
    values: {
      ...values,
      checkout,
      cart,
      order,
      product,
      products,
      links: { ...values.links, shop },
      targets: issued,
    },
    links,
  };
}
