import { z } from "zod";
import { PageType } from "~/events/browsing";
import { ViewedProduct, type Visit } from "./visit";

const Share = z.number().min(0).max(1);

/**
 * A summary of the retained visits: column
 * `profile.browsing`. Independent of the current time.
 */
export const Browsing = z.object({
  visits: z.number().int().min(0).default(0),
  /** Days (UTC) with a visit. */
  visitDays: z.number().int().min(0).default(0),
  /** Days between days with a visit; `null` with fewer than two. */
  meanGapDays: z.number().nullable().default(null),
  /** By visit; `null` without one. */
  meanPages: z.number().nullable().default(null),
  meanDwellSeconds: z.number().nullable().default(null),
  /** Shares of visits that reached a product, a cart, a checkout or an order. */
  reached: z
    .object({ product: Share, cart: Share, checkout: Share, order: Share })
    .default({ product: 0, cart: 0, checkout: 0, order: 0 }),
  /** The most common starts of visits: up to four distinct consecutive pages; at most 5. */
  paths: z.array(z.object({ pages: z.array(PageType), count: z.number().int() })).default([]),
  /** Latest first, at most 20. */
  searches: z.array(z.object({ query: z.string(), visits: z.number().int() })).default([]),
  /** Latest first, at most 50. */
  viewed: z
    .array(ViewedProduct.extend({ visits: z.number().int(), lastVisitAt: z.iso.datetime() }))
    .default([]),
});
export type Browsing = z.infer<typeof Browsing>;

const MAX_PATHS = 5;
const PATH_PAGES = 4;
const MAX_SEARCHES = 20;
const MAX_VIEWED = 50;
const DAY_MS = 86_400_000;

/** @param visits of one profile, in any order */
export function summarizeVisits(visits: readonly Visit[]): Browsing {
  const latestFirst = visits.toSorted((a, b) => +b.startedAt - +a.startedAt);
  const days = [...new Set(latestFirst.map((it) => Math.floor(+it.startedAt / DAY_MS)))];
  const [lastDay = 0, firstDay = 0] = [days[0], days.at(-1)];
  const share = (isReached: (visit: Visit) => boolean) =>
    visits.length > 0 ? visits.filter(isReached).length / visits.length : 0;
  const hasCart = ({ path, viewed, checkoutStep }: Visit) =>
    path.includes("cart") || checkoutStep !== null || viewed.some(({ added }) => added > 0);
  return {
    visits: visits.length,
    visitDays: days.length,
    meanGapDays: days.length > 1 ? (lastDay - firstDay) / (days.length - 1) : null,
    meanPages: mean(visits.map(({ pageCount }) => pageCount)),
    meanDwellSeconds: mean(visits.map(({ dwellSeconds }) => dwellSeconds)),
    reached: {
      product: share(({ viewed }) => viewed.some(({ views }) => views > 0)),
      cart: share(hasCart),
      checkout: share(({ checkoutStep }) => checkoutStep !== null),
      order: share(({ checkoutStep }) => checkoutStep === "completed"),
    },
    paths: commonPaths(latestFirst),
    searches: countedSearches(latestFirst).slice(0, MAX_SEARCHES),
    viewed: summedProducts(latestFirst).slice(0, MAX_VIEWED),
  };
}

function commonPaths(visits: readonly Visit[]): Browsing["paths"] {
  const beginnings = visits.map(({ path }) =>
    path.filter((page, index) => page !== path[index - 1]).slice(0, PATH_PAGES),
  );
  const named = Map.groupBy(
    beginnings.filter(({ length }) => length > 0),
    (pages) => pages.join(" "),
  );
  return [...named]
    .map(([name, [pages = [], ...others]]) => ({ name, pages, count: 1 + others.length }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_PATHS)
    .map(({ pages, count }) => ({ pages, count }));
}

function countedSearches(latestFirst: readonly Visit[]): Browsing["searches"] {
  const counts = new Map<string, number>();
  for (const { searches } of latestFirst) {
    for (const query of searches.toReversed()) counts.set(query, (counts.get(query) ?? 0) + 1);
  }
  return [...counts].map(([query, count]) => ({ query, visits: count }));
}

function summedProducts(latestFirst: readonly Visit[]): Browsing["viewed"] {
  const sums = new Map<string, Browsing["viewed"][number]>();
  for (const { viewed, startedAt } of latestFirst) {
    for (const { productId, views, dwellSeconds, added } of viewed.toReversed()) {
      const known = sums.get(productId);
      sums.set(productId, {
        productId,
        views: (known?.views ?? 0) + views,
        dwellSeconds: (known?.dwellSeconds ?? 0) + dwellSeconds,
        added: (known?.added ?? 0) + added,
        visits: (known?.visits ?? 0) + 1,
        lastVisitAt: known?.lastVisitAt ?? startedAt.toISOString(),
      });
    }
  }
  return [...sums.values()];
}

const mean = (values: readonly number[]) =>
  values.length > 0 ? values.reduce((sum, it) => sum + it, 0) / values.length : null;
