import {
  affordableAt,
  epsilonSpent,
  YEARLY_EPSILON,
  type PrivacyLoss,
} from "~/ml/privacy/privacy-budget";

/** ε of one table of counts: a year's budget, as one table with little noise says more than several with much. */
export const TABLE_EPSILON = 1;
/**
 * Days between the installation and the first table: 90 in which the next orders are counted, after 60 in which
 * customers can show habits. It must not depend on the orders themselves.
 */
export const SHARE_AFTER_DAYS = 150;
/** Fewer shops say too little about a shop that is not among them. */
export const MIN_SHARING_SHOPS = 20;

const DAY_MS = 86_400_000;

/** What the merchant sees of sharing. Dates as ISO strings. */
export interface SharingSummary {
  readonly isOn: boolean;
  /** ε of the last 365 days, and how much it may become. */
  readonly spent: number;
  readonly budget: number;
  readonly lastSharedAt: string | null;
  /** When the next table is due while sharing is on. */
  readonly nextAt: string;
  /** Other shops that share, and the number from which their counts are used. */
  readonly otherShops: number;
  readonly neededShops: number;
}

export function summarizeSharing({
  isOn,
  losses,
  installedAt,
  otherShops,
  now,
}: {
  readonly isOn: boolean;
  /** Oldest first. */
  readonly losses: readonly PrivacyLoss[];
  readonly installedAt: Date;
  readonly otherShops: number;
  readonly now: Date;
}): SharingSummary {
  const ready = new Date(installedAt.getTime() + SHARE_AFTER_DAYS * DAY_MS);
  const affordable = affordableAt(losses, TABLE_EPSILON, now);
  return {
    isOn,
    spent: epsilonSpent(losses, now),
    budget: YEARLY_EPSILON,
    lastSharedAt: losses.at(-1)?.at.toISOString() ?? null,
    nextAt: (ready > affordable ? ready : affordable).toISOString(),
    otherShops,
    neededShops: MIN_SHARING_SHOPS,
  };
}
