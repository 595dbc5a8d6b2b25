import { Badge, InlineStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { BounceReporting } from "~/pages/sender/sender-page.server";

const TONES = { on: "success", late: "critical", off: "attention" } as const;

/** Whether bounces and complaints of emails over SMTP suppress their addresses. */
export function BouncesCard({ state, readAt }: BounceReporting) {
  const text = useText("sender");
  const format = useFormat();
  return (
    <TitledCard title={text("bounces.title")} gap="300">
      <InlineStack>
        <Badge tone={TONES[state]}>{text(`bounces.state.${state}`)}</Badge>
      </InlineStack>
      <Text as="p">{text(`bounces.${state}`)}</Text>
      {readAt !== null && (
        <Text as="p" tone="subdued">
          {text("bounces.readAt", { time: format.instant(readAt) })}
        </Text>
      )}
    </TitledCard>
  );
}
