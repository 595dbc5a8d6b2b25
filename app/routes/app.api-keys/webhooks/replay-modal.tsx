import { BlockStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { Dialog } from "~/components/forms/dialog";
import { useText } from "~/i18n/text-provider";

const HOUR_MS = 3_600_000;
/** Up to as long as webhooks are kept. */
const HOURS = { hour: 1, day: 24, week: 168, all: 336 } as const;
const PERIODS = ["hour", "day", "week", "all"] as const;
type Period = (typeof PERIODS)[number];

interface ReplayModalProps {
  /** @param since ISO 8601 */
  onReplay: (since: string) => void;
  onClose: () => void;
}

/** Sends the webhooks of a period again. */
export function ReplayModal({ onReplay, onClose }: ReplayModalProps) {
  const text = useText("api-keys");
  const common = useText("common");
  const [period, setPeriod] = useState<Period>("day");
  return (
    <Dialog
      open
      size="small"
      title={text("webhooks.replay.title")}
      onClose={onClose}
      primaryAction={{
        content: text("webhooks.replay"),
        onAction: () => onReplay(new Date(Date.now() - HOURS[period] * HOUR_MS).toISOString()),
      }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Dialog.Section>
        <BlockStack gap="300">
          <Text as="p">{text("webhooks.replay.text")}</Text>
          <Select
            label={text("webhooks.replay.since")}
            options={PERIODS.map((value) => ({
              value,
              label: text("webhooks.replay.period", { period: value }),
            }))}
            value={period}
            onChange={(value: Period) => setPeriod(value)}
          />
        </BlockStack>
      </Dialog.Section>
    </Dialog>
  );
}
