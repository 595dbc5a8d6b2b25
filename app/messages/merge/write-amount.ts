import { directionOf } from "~/i18n/locale";
import { formatMoney, type Money } from "~/lib/money";

const LEFT_TO_RIGHT_MARK = "\u200e";

/** An amount in an email. Within Arabic, the mark keeps Latin symbols in order: without it, "UK£" is shown as "£UK". */
export function writeAmount(money: Money, locale: string): string {
  const amount = formatMoney(money, locale);
  return directionOf(locale) === "rtl" ? `${amount}${LEFT_TO_RIGHT_MARK}` : amount;
}
