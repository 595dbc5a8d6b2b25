import { ShareBars } from "~/components/charts/share-bars";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownRule } from "~/pages/recommendations/bought-together.server";
import { useProductName } from "./use-product-name";

const SHOWN = 6;

/** The first rules of the table as bars, longest first: how often the second product is in an order with the first. */
export function SurestRules({ rules }: { readonly rules: readonly ShownRule[] }) {
  const text = useText("recommendations");
  const format = useFormat();
  const nameOf = useProductName();
  if (rules.length === 0) return null;
  return (
    <TitledCard title={text("together.chart")} text={text("together.chart.about")} gap="300">
      <ShareBars
        shares={rules
          .slice(0, SHOWN)
          .toSorted((a, b) => b.confidence - a.confidence)
          .map((rule) => ({
            label: text("together.pair", {
              first: format.list(rule.antecedents.map(nameOf)),
              second: nameOf(rule.consequent),
            }),
            share: rule.confidence,
          }))}
      />
    </TitledCard>
  );
}
