import { currencyExponent } from "~/lib/money";

/** What sending costs, in whole units of the shop's currency. */
export interface CostSettings {
  readonly costPerMonth: number;
  readonly costPerThousandEmails: number;
}

const DAYS_A_MONTH = 365.25 / 12;

/**
 * Cost of a period's emails: a daily share of the monthly price plus a price per email.
 *
 * @returns in the currency's smallest unit, rounded
 */
export function emailCost(
  { costPerMonth, costPerThousandEmails }: CostSettings,
  sent: number,
  days: number,
  currency: string,
): number {
  const units = (costPerMonth * days) / DAYS_A_MONTH + (costPerThousandEmails * sent) / 1_000;
  return Math.round(units * 10 ** currencyExponent(currency));
}
