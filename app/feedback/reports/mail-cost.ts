import { currencyExponent } from "~/lib/money";

/** What sending costs, in whole units of the shop's currency. */
export interface CostSettings {
  readonly costPerMonth: number;
  readonly costPerThousandMails: number;
}

const DAYS_A_MONTH = 365.25 / 12;

/**
 * What a period's mails cost: a share of the month for each day, and a price
 * for each mail.
 *
 * @returns in the currency's smallest unit, rounded
 */
export function mailCost(
  { costPerMonth, costPerThousandMails }: CostSettings,
  sent: number,
  days: number,
  currency: string,
): number {
  const units = (costPerMonth * days) / DAYS_A_MONTH + (costPerThousandMails * sent) / 1_000;
  return Math.round(units * 10 ** currencyExponent(currency));
}
