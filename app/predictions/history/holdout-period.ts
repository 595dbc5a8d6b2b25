/** The shop-wide holdout after a save of the settings. */
interface ShopHoldout {
  readonly at: Date;
  /** Share of all customers, from 0 to 1. */
  readonly rate: number;
}

/** A time during which one share of all customers was held out. */
export interface HoldoutPeriod {
  /** When the first holdout of the shop began, at this or another share. */
  readonly measuredSince: Date;
  readonly since: Date;
  /** null: it still applies. */
  readonly until: Date | null;
}

/**
 * The latest period with a holdout. One share applies throughout: with two, the groups would differ by when people got
 * their first email.
 *
 * @param saves in order of time, of any settings; null: none has a holdout
 */
export function findHoldoutPeriod(saves: readonly ShopHoldout[]): HoldoutPeriod | null {
  const changes = saves.filter(({ rate }, n) => rate !== (saves[n - 1]?.rate ?? 0));
  const last = changes.findLastIndex(({ rate }) => rate > 0);
  const found = changes[last];
  if (!found) return null;
  const first = changes.find(({ rate }) => rate > 0) ?? found;
  return { measuredSince: first.at, since: found.at, until: changes[last + 1]?.at ?? null };
}
