import {
  foldInteractions,
  interestsAt,
  type Interaction,
  type Interests,
} from "../interests/interest";

/** A product event or a login in one browser. */
export interface BrowserEvent {
  readonly kind: "viewed" | "put_in_cart" | "logged_in";
  /** `null` for a login. */
  readonly productId: string | null;
  readonly at: Date;
}

/** A session ends after a pause of this length. */
const PAUSE_MS = 30 * 60_000;

/**
 * The interests that recommendations in a browser may use.
 *
 * A browser in which a customer has logged in may have another user by now: only its current session
 * counts, so that no visitor sees what another person viewed. In any other browser all events count.
 *
 * @param events the browser's events up to now, newest first
 */
export function browserInterests(events: readonly BrowserEvent[], now: Date): Interests {
  const isShared = events.some(({ kind }) => kind === "logged_in");
  const counted = isShared ? currentSession(events, now) : events;
  return foldInteractions(
    counted.flatMap(({ kind, productId, at }): Interaction[] =>
      kind === "logged_in" || productId === null ? [] : [{ kind, productId, at }],
    ),
    now,
  );
}

/** Maximum number of views that count. */
const MAX_VIEWS = 20;

/**
 * The products of a browser's last visit in the order of the events, the latest last, for lists by visit.
 *
 * @param events the browser's events up to now, newest first; as in `browserInterests`, only the current session counts
 * if a customer has logged in
 * @param pageProductId the product of the page, whose own event may arrive later; `null` without one
 */
export function lastVisitOf(
  events: readonly BrowserEvent[],
  pageProductId: string | null,
  now: Date,
): readonly string[] {
  const isShared = events.some(({ kind }) => kind === "logged_in");
  const from = isShared ? now : (events[0]?.at ?? now);
  const viewed = currentSession(events, from)
    .slice(0, MAX_VIEWS)
    .flatMap(({ productId }) => productId ?? [])
    .reverse();
  // Without an event, the browser may not be followed, so that the page says nothing about a visit.
  const isNew = pageProductId !== null && viewed.at(-1) !== pageProductId;
  return isNew && viewed.length > 0 ? [...viewed, pageProductId] : viewed;
}

function currentSession(events: readonly BrowserEvent[], now: Date): readonly BrowserEvent[] {
  let after = now.getTime();
  const end = events.findIndex(({ at }) => {
    const hasPaused = after - at.getTime() > PAUSE_MS;
    after = at.getTime();
    return hasPaused;
  });
  return end === -1 ? events : events.slice(0, end);
}

/**
 * Merges two sources of one person's interests. A product in both counts once, with the higher
 * weight: a customer's visits contain the browser's events a little later.
 */
export function joinInterests(one: Interests, other: Interests, now: Date): Interests {
  const weightIn = (interests: Interests) =>
    new Map(interestsAt(interests, now).map(({ productId, weight }) => [productId, weight]));
  const [first, second] = [weightIn(one), weightIn(other)];
  const joined = new Map(one);
  for (const [productId, interest] of other) {
    if ((second.get(productId) ?? 0) > (first.get(productId) ?? 0)) joined.set(productId, interest);
  }
  return joined;
}
