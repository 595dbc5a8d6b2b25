import { Button, InlineStack, Text } from "@shopify/polaris";
import { Suspense } from "react";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { LaterVersions } from "./later-parts";
import type { ShownVersions } from "./version-list";

export interface HistoryCardProps extends ShownVersions {
  flow: FlowPageData;
  isLoading: boolean;
  onShow: () => void;
}

/** The flow's versions, loaded on request. */
export function HistoryCard({ flow, isLoading, onShow, ...shown }: HistoryCardProps) {
  const text = useText("flow-editor");
  return (
    <TitledCard title={text("history.title")} gap="300">
      <Text as="p" variant="bodySm" tone="subdued">
        {text("customers.version", { version: flow.version, next: flow.version + 1 })}
      </Text>
      {shown.entries === null ? (
        <InlineStack align="start">
          <Button loading={isLoading} onClick={onShow}>
            {text("history.show")}
          </Button>
        </InlineStack>
      ) : (
        <Suspense fallback={null}>
          <LaterVersions flow={flow} {...shown} />
        </Suspense>
      )}
    </TitledCard>
  );
}
