import type { Format } from "~/i18n/create-format";
import { useFormat } from "~/i18n/text-provider";

/** Two significant digits, since it is an estimate: £1,134.20 becomes £1,100. */
export function useRoundMoney(currency: string) {
  const format = useFormat();
  return (minor: number) => writeEstimate(minor, currency, format);
}

/** The same for texts that are not written by a component. */
export function writeEstimate(minor: number, currency: string, format: Format): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(minor)))) - 1);
  const rounded = Math.round(minor / step) * step;
  const amount = { minor: rounded === 0 ? 0 : rounded, currency };
  // Small amounts keep their decimals.
  return Math.abs(rounded) < 10_00 ? format.money(amount) : format.roundMoney(amount);
}
