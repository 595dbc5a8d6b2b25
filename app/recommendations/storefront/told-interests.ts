import {
  foldInteractions,
  interestsAt,
  type Interaction,
  type Interests,
} from "../interests/interest";

/** A happening in one browser: with a product, or that somebody logged in there. */
export interface Told {
  readonly kind: "viewed" | "put_in_cart" | "logged_in";
  /** `null` for a login. */
  readonly productId: string | null;
  readonly at: Date;
}

/** A stay ends with a pause of this length, as a visit does. */
const PAUSE_MS = 30 * 60_000;

/**
 * What may be gone by in showing products to a browser, from what was done in it.
 *
 * A browser in which a customer has logged in may be in other hands by now: of it only the stay that
 * still goes on counts, so that nobody is shown what somebody else looked at. In any other browser all
 * of `told` does.
 *
 * @param told the browser's happenings up to now, newest first
 */
export function toldInterests(told: readonly Told[], now: Date): Interests {
  const isShared = told.some(({ kind }) => kind === "logged_in");
  const counted = isShared ? currentStay(told, now) : told;
  return foldInteractions(
    counted.flatMap(({ kind, productId, at }): Interaction[] =>
      kind === "logged_in" || productId === null ? [] : [{ kind, productId, at }],
    ),
    now,
  );
}

function currentStay(told: readonly Told[], now: Date): readonly Told[] {
  let after = now.getTime();
  const end = told.findIndex(({ at }) => {
    const hasPaused = after - at.getTime() > PAUSE_MS;
    after = at.getTime();
    return hasPaused;
  });
  return end === -1 ? told : told.slice(0, end);
}

/**
 * Two pictures of one person's interests as one. What both know is counted once, by the one to which it
 * says more now: a customer's visits hold what the browser has just told, a little later.
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
