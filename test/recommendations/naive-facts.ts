import type { AnyEvent, EventKind } from "~/events/event";
import { filterByKind } from "~/events/of-kind";
import type { Interests } from "~/recommendations/interests/interest";
import type { PastPurchase } from "~/recommendations/purchases/purchase";

/*
 * Naive reference: what a shop knows about a person, computed from the list of all events each time, without a
 * database or the app's projections.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEIGHTS = { look: 0.1, click: 0.2, cart: 0.4, checkout: 0.5 };

interface Act {
  readonly weight: number;
  readonly productId: string;
  readonly at: number;
}

/** The current id of a customer after merges. */
function becomes(events: readonly AnyEvent[], customerId: string | null): string | null {
  const isMerged = events.some((it) => it.kind === "customer_merged");
  return isMerged && customerId === "eve" ? "ada" : customerId;
}

/** All purchases of a customer. */
export function purchasesOf(events: readonly AnyEvent[], customerId: string): PastPurchase[] {
  const deleted = new Set(filterByKind(events, "order_deleted").map((it) => it.payload.orderId));
  return newest(events, ["order_placed", "order_updated", "order_canceled"], "orderId").flatMap(
    ({ customerId: buyer, payload }) => {
      if (!("orderId" in payload) || !("placedAt" in payload)) return [];
      const { orderId, placedAt: at, cancelledAt, totalMinor, lines } = payload;
      if (becomes(events, buyer) !== customerId || deleted.has(orderId)) return [];
      const refunded = filterByKind(events, "order_refunded").some(
        (it) => it.payload.orderId === orderId && it.payload.amountMinor === totalMinor,
      );
      return lines.map(({ productId }) => ({
        productId: productId ?? "",
        at,
        returned: cancelledAt !== null || refunded,
      }));
    },
  );
}

/** All customers and anonymous visitors with interests. */
export function interestsOf(
  events: readonly AnyEvent[],
  shopper: { readonly customerId: string } | { readonly visitorId: string },
  now: Date,
): Interests {
  const since = now.getTime() - 90 * DAY_MS;
  const isOwn = (visit: OpenVisit) =>
    "customerId" in shopper
      ? visit.owner === shopper.customerId
      : visit.owner === null && visit.visitorId === shopper.visitorId;
  const visits = listVisits(events).filter((visit) => isOwn(visit) && visit.from > since);
  const acts = visits.flatMap(({ acts, to }) => {
    const once = new Map(acts.map((act) => [`${act.weight} ${act.productId}`, act]));
    return [...once.values()].map((act) => ({ ...act, at: to }));
  });
  if (!("customerId" in shopper)) return summed(acts);
  const { customerId } = shopper;
  const deleted = new Set(filterByKind(events, "checkout_deleted").map((it) => it.payload.token));
  const checkouts = newest(events, ["checkout_started", "checkout_updated"], "token").flatMap(
    ({ customerId: buyer, payload }) =>
      "token" in payload &&
      "startedAt" in payload &&
      becomes(events, buyer) === customerId &&
      !deleted.has(payload.token)
        ? payload.lines.map(({ productId }) => ({
            weight: WEIGHTS.checkout,
            productId: productId ?? "",
            at: payload.updatedAt.getTime(),
          }))
        : [],
  );
  const clicks = distinctEvents(events, "email_clicked").flatMap(
    ({ customerId: by, payload, occurredAt }) =>
      becomes(events, by) === customerId && payload.classification === "human" && payload.productId
        ? [{ weight: WEIGHTS.click, productId: payload.productId, at: occurredAt.getTime() }]
        : [],
  );
  return summed([...acts, ...[...checkouts, ...clicks].filter(({ at }) => at > since)]);
}

/** All usable events of a browser itself. */
export function browsedProducts(
  events: readonly AnyEvent[],
  visitorId: string,
  now: Date,
): Interests {
  const recent = interactionsOf(events, visitorId).filter(
    ({ at }) => at > now.getTime() - 30 * DAY_MS,
  );
  const logins = distinctEvents(events, "visitor_logged_in").flatMap((it) =>
    it.visitorId === visitorId ? [{ at: it.occurredAt.getTime(), act: null }] : [],
  );
  const all = [...recent, ...logins.filter(({ at }) => at > now.getTime() - 30 * DAY_MS)]
    .toSorted((a, b) => b.at - a.at)
    .slice(0, 60);
  const isShared = all.some(({ act }) => act === null);
  const instants = [now.getTime(), ...all.map(({ at }) => at)];
  const pause = all.findIndex((_, n) => instants[n]! - instants[n + 1]! > 30 * MINUTE_MS);
  const counted = isShared && pause >= 0 ? all.slice(0, pause) : all;
  return summed(counted.flatMap(({ act }) => act ?? []));
}

interface OpenVisit {
  readonly visitorId: string;
  /** A customer; `null` for an unidentified visitor. */
  readonly owner: string | null;
  readonly from: number;
  readonly to: number;
  readonly acts: readonly Act[];
}

/** Visits of one person: events of one day without a pause of half an hour. */
function listVisits(events: readonly AnyEvent[]): OpenVisit[] {
  const visitorIds = new Set(events.flatMap(({ visitorId }) => visitorId ?? []));
  return [...visitorIds].flatMap((visitorId) => {
    const acts = interactionsOf(events, visitorId)
      .toSorted((a, b) => a.at - b.at)
      .map(({ act }) => act);
    const ownerOf = ({ at }: Act) => ownerAt(events, visitorId, at);
    const isCut = (act: Act, before: Act | undefined) =>
      before === undefined ||
      act.at - before.at > 30 * MINUTE_MS ||
      new Date(act.at).getUTCDate() !== new Date(before.at).getUTCDate() ||
      ownerOf(act) !== ownerOf(before);
    const starts = acts.flatMap((act, n) => (isCut(act, acts[n - 1]) ? [n] : []));
    return starts.map((start, n) => {
      const own = acts.slice(start, starts[n + 1]);
      return {
        visitorId,
        owner: ownerOf(own[0]!),
        from: own[0]!.at,
        to: own.at(-1)!.at,
        acts: own,
      };
    });
  });
}

/** The customer with the last login before it; otherwise the first login within the following 14 days. */
function ownerAt(events: readonly AnyEvent[], visitorId: string, at: number): string | null {
  const logins = distinctEvents(events, "visitor_logged_in")
    .filter((it) => it.visitorId === visitorId)
    .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  const before = logins.filter(({ occurredAt }) => occurredAt.getTime() <= at).at(-1);
  if (before) return becomes(events, before.customerId);
  const [first] = logins;
  const isClose = first && first.occurredAt.getTime() - at <= 14 * DAY_MS;
  return isClose ? becomes(events, first.customerId) : null;
}

function interactionsOf(
  events: readonly AnyEvent[],
  visitorId: string,
): { at: number; act: Act }[] {
  const interaction = (weight: number, productId: string | null, occurredAt: Date) => {
    const at = occurredAt.getTime();
    return { at, act: { weight, productId: productId ?? "", at } };
  };
  return [
    ...distinctEvents(events, "product_viewed").flatMap((it) =>
      it.visitorId === visitorId
        ? [interaction(WEIGHTS.look, it.payload.productId, it.occurredAt)]
        : [],
    ),
    ...distinctEvents(events, "product_added_to_cart").flatMap((it) =>
      it.visitorId === visitorId
        ? [interaction(WEIGHTS.cart, it.payload.productId, it.occurredAt)]
        : [],
    ),
  ];
}

/** Each interaction with a half-life of 14 days, up to the product's latest. */
function summed(acts: readonly Act[]): Interests {
  const products = new Set(acts.map(({ productId }) => productId));
  return new Map(
    [...products].map((productId) => {
      const own = acts.filter((act) => act.productId === productId);
      const latest = Math.max(...own.map(({ at }) => at));
      const halved = own.map(({ weight, at }) => weight / 2 ** ((latest - at) / (14 * DAY_MS)));
      return [productId, { sum: halved.reduce((a, b) => a + b, 0), at: new Date(latest) }];
    }),
  );
}

/** An event that arrives twice counts once. */
function distinctEvents<K extends EventKind>(events: readonly AnyEvent[], kind: K) {
  const once = new Map(filterByKind(events, kind).map((it) => [it.sourceId, it]));
  return [...once.values()];
}

/** The latest event of each order or checkout. */
function newest(
  events: readonly AnyEvent[],
  kinds: readonly EventKind[],
  id: "orderId" | "token",
): AnyEvent[] {
  const idOf = ({ payload }: AnyEvent) => (payload as Partial<Record<string, string>>)[id];
  const shown = events.filter(({ kind }) => kinds.includes(kind));
  return [...Map.groupBy(shown, idOf).values()].map(
    (states) => states.toSorted((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime())[0]!,
  );
}
