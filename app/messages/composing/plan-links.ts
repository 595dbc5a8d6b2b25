import type { LinkPosition } from "../blocks/elements/render-context";
import type { LinkTarget } from "../compiling/compiled-template";
import type { EmailBasket, EmailProduct, EmailValues } from "../merge/email-values";

/** A tracked link. `index` is its number in the email. */
export interface PlannedLink {
  readonly index: number;
  readonly position: LinkPosition;
  /** Its number among the links in this position, from 1. The nth link with position `pick` is the nth recommendation's. */
  readonly place: number;
  readonly target: string;
}

/** Targets of the template's links for this recipient, in order. */
export type PlannedTarget = Pick<LinkTarget, "position"> & { readonly target: string };

interface Links {
  /** The final target of a link for this recipient. */
  readonly lead: (target: string) => string;
  /** Creates the tracked URL of a link. */
  readonly issueLink: (link: PlannedLink) => string;
}

/**
 * Numbers an email's links and replaces them by tracked ones from `issueLink`. Unsubscribe and preference
 * links are not tracked, nor are URLs that are no web pages.
 *
 * @returns the values with tracked URLs, and the links by index
 */
export function planLinks(
  values: EmailValues,
  targets: readonly PlannedTarget[],
  { lead, issueLink }: Links,
): { values: EmailValues; links: readonly PlannedLink[] } {
  const links: PlannedLink[] = [];
  const issue = (position: LinkPosition, target: string) => {
    const place = links.filter((it) => it.position === position).length + 1;
    const link = { index: links.length, position, place, target: lead(target) };
    links.push(link);
    return issueLink(link);
  };
  const basket = (left: EmailBasket | null) =>
    left?.url ? { ...left, url: issue("button", left.url) } : left;
  // Only recommended products have a reason and are stored as picks.
  const productLink = (product: EmailProduct) => ({
    ...product,
    url: issue(product.reason === null ? "line" : "pick", product.url),
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
