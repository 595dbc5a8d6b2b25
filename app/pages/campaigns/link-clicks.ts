import type { LinkPosition } from "~/messages/blocks/elements/render-context";

/** A link of a campaign's emails with its human clicks. */
export interface LinkClicks {
  readonly position: LinkPosition;
  /** Of products, whose links differ by recipient: the number of the product in the email, from 1. Otherwise null. */
  readonly place: number | null;
  /** Host and path; null for products that differ by recipient. */
  readonly page: string | null;
  /** Recipients who clicked it. */
  readonly clicked: number;
}

/** A recipient's click on a link. */
export interface LinkClick extends ClickableLink {
  readonly messageId: string;
}

/** A link of an email. */
export interface ClickableLink {
  readonly position: LinkPosition;
  /** Its number among the links of the email in this position, from 1. */
  readonly place: number;
  readonly target: string;
}

/** Those with fewer clicks are left out. */
const MAX_LINKS = 20;

/** Counts the recipients who clicked each link, most clicked first. */
export function groupClicks(clicks: readonly LinkClick[]): LinkClicks[] {
  const counted = [...Map.groupBy(clicks, linkKey).values()].flatMap((of): LinkClicks[] => {
    const [first] = of;
    if (!first) return [];
    const pages = new Set(of.map(({ target }) => pageOf(target)));
    const isProduct = hasPlace(first);
    return [
      {
        position: first.position,
        place: isProduct ? first.place : null,
        page: first.position === "pick" || pages.size > 1 ? null : pageOf(first.target),
        clicked: new Set(of.map(({ messageId }) => messageId)).size,
      },
    ];
  });
  return counted.sort((a, b) => b.clicked - a.clicked).slice(0, MAX_LINKS);
}

/**
 * Identifies the same link in the emails of all recipients: a product by its place, since recipients get different
 * ones; other links by their page, since their number differs where a recipient gets fewer products.
 */
export function linkKey(link: ClickableLink): string {
  return `${link.position} ${hasPlace(link) ? link.place : pageOf(link.target)}`;
}

/** The key of a counted link, which equals that of its links. */
export const clickedKey = ({ position, place, page }: LinkClicks): string =>
  `${position} ${place ?? page}`;

const hasPlace = ({ position }: ClickableLink) => position === "pick" || position === "line";

/** Without the query, which has parameters of the recipient, and without the recipient's discount code. */
function pageOf(target: string): string {
  const { host, pathname, searchParams } = new URL(target);
  const redirect = pathname.startsWith("/discount/") ? searchParams.get("redirect") : null;
  const path = redirect === null ? pathname : new URL(redirect, target).pathname;
  return path === "/" ? host : `${host}${path}`;
}
