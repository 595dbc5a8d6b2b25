import { z } from "zod";
import type { Event } from "~/events/event";
import { CheckoutStep, type PageType, type PixelKind } from "~/events/browsing";
import type { ProfileId } from "~/lib/profile-id";

/** A product in a visit. */
export const ViewedProduct = z.object({
  productId: z.string(),
  /** Number of page views. */
  views: z.number().int().min(0),
  /** Seconds on its page, at most three minutes per view. */
  dwellSeconds: z.number().min(0),
  /** Units added to the cart. */
  added: z.number().int().min(0),
});
export type ViewedProduct = z.infer<typeof ViewedProduct>;

/** A storefront visit of one profile. */
export interface Visit {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly profileId: ProfileId;
  readonly pageCount: number;
  readonly dwellSeconds: number;
  /** Page types in order; at most 50. */
  readonly path: readonly PageType[];
  /** Distinct searches in order; at most 20. */
  readonly searches: readonly string[];
  /** By first view; at most 100. */
  readonly viewed: readonly ViewedProduct[];
  /** The furthest step of a checkout. */
  readonly checkoutStep: CheckoutStep | null;
}

export type BrowsingEvent = { [K in PixelKind]: Event<K> }[PixelKind];

/** A longer pause starts a new visit. */
export const VISIT_GAP_MS = 30 * 60_000;
/** Maximum dwell time of a page; longer means that it was left open. */
const MAX_DWELL_SECONDS = 180;
const MAX_PAGES = 50;
const MAX_SEARCHES = 20;
const MAX_PRODUCTS = 100;
const DAY_MS = 86_400_000;

/**
 * Splits a visitor's events into visits: at a pause of half an hour, at midnight
 * (UTC), and where the profile changes.
 *
 * @param events of one visitor, in any order
 * @param profileIdAt the visitor's profile at an instant
 */
export function splitIntoVisits(
  events: readonly BrowsingEvent[],
  profileIdAt: (at: Date) => ProfileId,
): Visit[] {
  const groups: { profileId: ProfileId; events: BrowsingEvent[] }[] = [];
  for (const event of events.toSorted(byTime)) {
    const profileId = profileIdAt(event.occurredAt);
    const group = groups.at(-1);
    const last = group?.events.at(-1);
    const continues =
      group &&
      last &&
      group.profileId === profileId &&
      isSameVisit(last.occurredAt, event.occurredAt);
    if (continues) group.events.push(event);
    else groups.push({ profileId, events: [event] });
  }
  return groups.map((group) => summarizeVisit(group.profileId, group.events));
}

const isSameVisit = (before: Date, after: Date) =>
  +after - +before <= VISIT_GAP_MS && Math.floor(+before / DAY_MS) === Math.floor(+after / DAY_MS);

/** Page views precede other events of the same instant. */
function byTime(a: BrowsingEvent, b: BrowsingEvent): number {
  return (
    +a.occurredAt - +b.occurredAt ||
    Number(a.kind !== "page_viewed") - Number(b.kind !== "page_viewed") ||
    (a.sourceId < b.sourceId ? -1 : 1)
  );
}

function summarizeVisit(profileId: ProfileId, events: readonly BrowsingEvent[]): Visit {
  const viewed = new Map<string, ViewedProduct>();
  const searches = new Set<string>();
  let steps = -1;
  function add(productId: string | null, more: Partial<ViewedProduct>) {
    if (productId === null || (viewed.size >= MAX_PRODUCTS && !viewed.has(productId))) return;
    const known = viewed.get(productId) ?? { productId, views: 0, dwellSeconds: 0, added: 0 };
    viewed.set(productId, {
      productId,
      views: known.views + (more.views ?? 0),
      dwellSeconds: known.dwellSeconds + (more.dwellSeconds ?? 0),
      added: known.added + (more.added ?? 0),
    });
  }
  for (const { kind, payload } of events) {
    if (kind === "product_viewed") add(payload.productId, { views: 1 });
    if (kind === "product_added_to_cart") add(payload.productId, { added: payload.quantity });
    if (kind === "search_submitted" && payload.query !== null) searches.add(payload.query);
    if (kind === "checkout_step_reached") {
      steps = Math.max(steps, CheckoutStep.options.indexOf(payload.step));
    }
  }
  const pages = listPages(events);
  for (const { productIds, dwellSeconds } of pages) {
    for (const productId of productIds) add(productId, { dwellSeconds });
  }
  const times = events.map(({ occurredAt }) => occurredAt);
  return {
    profileId,
    startedAt: times[0] ?? new Date(0),
    endedAt: times.at(-1) ?? new Date(0),
    pageCount: pages.length,
    dwellSeconds: pages.reduce((sum, page) => sum + page.dwellSeconds, 0),
    path: pages.slice(0, MAX_PAGES).map(({ page }) => page),
    searches: [...searches].slice(0, MAX_SEARCHES),
    viewed: [...viewed.values()],
    checkoutStep: CheckoutStep.options[steps] ?? null,
  };
}

interface Page {
  readonly page: PageType;
  readonly productIds: ReadonlySet<string>;
  readonly dwellSeconds: number;
}

/**
 * The pages of a visit. Dwell time lasts until the next page view or the
 * last dwell event, whichever is later.
 */
function listPages(events: readonly BrowsingEvent[]): Page[] {
  const starts = events.flatMap(({ kind }, index) => (kind === "page_viewed" ? [index] : []));
  return starts.flatMap((start, nth) => {
    const opened = events[start];
    if (opened?.kind !== "page_viewed") return [];
    const next = events[starts[nth + 1] ?? events.length];
    const on = events.slice(start + 1, starts[nth + 1]);
    const marks = on.flatMap(({ kind, payload }) => (kind === "page_dwelt" ? payload.seconds : []));
    const untilNext = next ? (+next.occurredAt - +opened.occurredAt) / 1_000 : 0;
    return {
      page: opened.payload.page,
      productIds: new Set(
        on.flatMap(({ kind, payload }) => (kind === "product_viewed" ? payload.productId : [])),
      ),
      dwellSeconds: Math.min(MAX_DWELL_SECONDS, Math.round(Math.max(untilNext, ...marks, 0))),
    };
  });
}
