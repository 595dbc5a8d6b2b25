import { Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { Lift } from "~/feedback/lift/lift";
import type { RevenueLift } from "~/feedback/lift/revenue-lift";
import { useFormat, useText } from "~/i18n/text-provider";
import { Defined } from "./defined";
import { HowCalculated } from "./how-calculated";

/** Describes the effect of emails on orders, claiming no more than is known. */
export function BuyersLift({ lift }: { lift: Lift }) {
  const text = useText("measures");
  const format = useFormat();
  return <Text as="p">{words()}</Text>;

  function words(): string {
    switch (lift.kind) {
      case "no_holdout":
        return text("buyers.no_holdout");
      case "not_enough_data":
        return text("buyers.not_enough_data", { needed: roundUp(lift.peopleNeeded) });
      case "unbalanced":
        return text("buyers.unbalanced", {
          holdout: lift.holdout,
          expected: lift.expectedHoldout,
        });
      case "measured": {
        const [low, high] = magnitudes(lift.low, lift.high);
        return text(`buyers.${verdictOf(lift.low, lift.high)}`, {
          treated: format.rate(lift.treatedRate),
          holdout: format.rate(lift.holdoutRate),
          low: format.number(low * 100, 1),
          high: format.number(high * 100, 1),
        });
      }
    }
  }
}

interface RevenueLiftTextProps {
  lift: RevenueLift;
  currency: string;
}

/** Describes the incremental revenue of emails. */
export function RevenueLiftText({ lift, currency }: RevenueLiftTextProps) {
  const text = useText("measures");
  const format = useFormat();
  const name = (chunks: ReactNode) => (
    <Defined definition={text("about.incrementalRevenue")}>{chunks}</Defined>
  );
  const money = (minor: number) => format.money({ minor: Math.round(minor), currency });
  return <Text as="p">{words()}</Text>;

  function words(): ReactNode {
    switch (lift.kind) {
      case "no_holdout":
      case "unbalanced":
        return text.rich("revenue.unknown", { name });
      case "not_enough_data":
        return text.rich("revenue.not_enough_data", { name, needed: roundUp(lift.peopleNeeded) });
      case "measured": {
        const [low, high] = magnitudes(lift.lowMinor, lift.highMinor);
        return text.rich(`revenue.${verdictOf(lift.lowMinor, lift.highMinor)}`, {
          name,
          low: money(low),
          high: money(high),
          value: money(lift.incrementalMinor),
          each: money(lift.perPersonMinor),
        });
      }
    }
  }
}

/** A true 95% interval that is checked every day for half a year excludes 0 in a quarter of shops where emails have no effect. */
export function LiftCertainty() {
  const text = useText("measures");
  return <HowCalculated>{text("lift.certainty")}</HowCalculated>;
}

/** Claims an effect only when the whole interval lies on one side of 0. */
function verdictOf(low: number, high: number): "more" | "fewer" | "unclear" {
  if (low > 0) return "more";
  return high < 0 ? "fewer" : "unclear";
}

/** The ends of an interval without their signs, the smaller effect first. */
function magnitudes(low: number, high: number): [number, number] {
  return high < 0 ? [-high, -low] : [Math.abs(low), high];
}

/** Two significant digits, since it is an estimate: 18,432 becomes 19,000. */
function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / step) * step;
}
