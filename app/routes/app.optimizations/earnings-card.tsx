import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import { FirstFew } from "~/components/lists/first-few";
import { useFormat, useText } from "~/i18n/text-provider";
import type { Gain } from "~/feedback/gains/estimate-gain";
import type { OptimizationsPageData } from "~/pages/optimizations/optimizations-page.server";
import { writeExperiment } from "./decision-words";

const FIRST_EXPERIMENTS = 5;

/** What optimizations earned against their control, with the interval, or that it is not known yet. */
export function EarningsCard({ earnings }: { earnings: OptimizationsPageData["earnings"] }) {
  const text = useText("optimizations");
  const { currency, total, experiments } = earnings;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <GainText gain={total} currency={currency} />
        </BlockStack>
        {experiments.length > 1 && <Divider />}
        {experiments.length > 1 && (
          <FirstFew items={experiments} count={FIRST_EXPERIMENTS}>
            {({ gain, ...experiment }) => (
              <BlockStack as="li" key={experiment.scopeKey}>
                <Text as="h3" variant="bodyMd" fontWeight="medium" breakWord>
                  {writeExperiment(experiment, text)}
                </Text>
                <RangeText gain={gain} currency={currency} />
              </BlockStack>
            )}
          </FirstFew>
        )}
        <Text as="p" tone="subdued" variant="bodySm">
          {text("earnings.how")}
        </Text>
      </BlockStack>
    </Card>
  );
}

interface GainProps {
  gain: Gain | null;
  currency: string;
}

function GainText({ gain, currency }: GainProps) {
  const text = useText("optimizations");
  const format = useFormat();
  return (
    <>
      <Text as="p" variant="headingLg">
        {gain?.isShown
          ? text("earnings.about", {
              value: format.roundMoney({ minor: Math.round(gain.gain), currency }),
            })
          : text("earnings.unknown")}
      </Text>
      <RangeText gain={gain} currency={currency} />
    </>
  );
}

function RangeText({ gain, currency }: GainProps) {
  const text = useText("optimizations");
  const format = useFormat();
  const money = (minor: number) => format.roundMoney({ minor: Math.round(minor), currency });
  return (
    <Text as="p" tone="subdued">
      {gain === null
        ? text("earnings.tooFew")
        : text("earnings.range", { low: money(gain.low), high: money(gain.high) })}
    </Text>
  );
}
