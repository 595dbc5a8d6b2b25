import type { SignUpRate } from "~/delivery/sign-up-forms/form-results";
import { useFormat, useText } from "~/i18n/text-provider";

interface Results {
  readonly views: number;
  readonly signUps: number;
  readonly rate: SignUpRate | null;
}

/** Views, sign-ups and the rate with its interval, as labeled numbers. */
export function useFormResults({ views, signUps, rate }: Results) {
  const text = useText("forms");
  const format = useFormat();
  const interval = rate && { low: format.rate(rate.low), high: format.rate(rate.high) };
  return [
    { label: text("figure.views"), value: format.count(views) },
    { label: text("figure.signUps"), value: format.count(signUps) },
    {
      label: text("figure.rate"),
      value: rate ? format.rate(rate.rate) : "–",
      note: interval ? text("figure.interval", interval) : text("figure.noRate"),
    },
  ];
}
