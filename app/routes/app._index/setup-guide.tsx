import {
  BlockStack,
  Box,
  Button,
  Card,
  Icon,
  InlineGrid,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { CheckCircleIcon, XIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { formatCount } from "~/components/formats";
import type { BackfillProgress, SetupSummary } from "~/feedback/home/home-summary.server";

const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  products: "Products",
  collections: "Collections",
  customers: "Customers",
  orders: "Orders",
};

/** The remaining steps before the first email. Can be dismissed at any time. */
export function SetupGuide({ setup, onDismiss }: { setup: SetupSummary; onDismiss: () => void }) {
  const isRead =
    setup.backfills.length > 0 && setup.backfills.every(({ state }) => state === "done");
  const done = [isRead, setup.isBrandReady, setup.isSenderReady, setup.liveFlowCount > 0];
  const doneCount = done.filter(Boolean).length;
  const isDone = doneCount === done.length;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineGrid columns="1fr auto" alignItems="start" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {isDone ? "Kindred is set up" : "Set up Kindred"}
            </Text>
            <Text as="p" tone="subdued">
              {isDone
                ? `Read so far: ${readWords(setup.backfills)}.`
                : `${doneCount} of ${done.length} done`}
            </Text>
          </BlockStack>
          <Button
            icon={XIcon}
            variant="tertiary"
            accessibilityLabel="Dismiss the set-up guide"
            onClick={onDismiss}
          />
        </InlineGrid>
        {!isDone && <SetupSteps setup={setup} isRead={isRead} />}
      </BlockStack>
    </Card>
  );
}

function SetupSteps({ setup, isRead }: { setup: SetupSummary; isRead: boolean }) {
  return (
    <>
      <SetupStep
        title="Read your store"
        isDone={isRead}
        help="Products, customers and orders are what Kindred learns from. This runs by itself."
      >
        {isRead ? (
          <Text as="p" tone="subdued">
            {readWords(setup.backfills)}
          </Text>
        ) : (
          <BackfillBars backfills={setup.backfills} />
        )}
      </SetupStep>
      <SetupStep
        title="Check your brand"
        isDone={setup.isBrandReady}
        help="Emails carry your name, color and postal address. Marketing email must show an address."
      >
        {!setup.isBrandReady && <Button url="/app/settings">Set your brand</Button>}
      </SetupStep>
      <SetupStep
        title="Set your sender"
        isDone={setup.isSenderReady}
        help="The name and address that your emails come from."
      >
        {!setup.isSenderReady && <Button url="/app/settings#sender">Set your sender</Button>}
      </SetupStep>
      <SetupStep
        title="Turn on a flow"
        isDone={setup.liveFlowCount > 0}
        help="A flow writes to a customer when there is a reason to. Nothing is sent before you turn one on."
      >
        {setup.liveFlowCount === 0 && <Button url="/app/flows">Choose a flow</Button>}
      </SetupStep>
    </>
  );
}

/** "3,283 products, 26 collections, 1,468 customers, 5,563 orders" */
function readWords(backfills: readonly BackfillProgress[]): string {
  return backfills
    .map(({ resource, importedCount }) => `${formatCount(importedCount)} ${resource}`)
    .join(", ");
}

interface SetupStepProps {
  title: string;
  isDone: boolean;
  help: string;
  children: ReactNode;
}

function SetupStep({ title, isDone, help, children }: SetupStepProps) {
  return (
    <InlineGrid columns="20px 1fr" gap="300" alignItems="start">
      <Box>
        {isDone ? (
          <Icon source={CheckCircleIcon} tone="success" accessibilityLabel="Done" />
        ) : (
          <ToDoMark />
        )}
      </Box>
      <BlockStack gap="200">
        <Text as="h3" variant="bodyMd" fontWeight={isDone ? "regular" : "semibold"}>
          {title}
        </Text>
        {!isDone && (
          <Text as="p" tone="subdued">
            {help}
          </Text>
        )}
        {children && <InlineStack>{children}</InlineStack>}
      </BlockStack>
    </InlineGrid>
  );
}

function ToDoMark() {
  return (
    <Box padding="050">
      <Box
        width="16px"
        minHeight="16px"
        borderWidth="050"
        borderStyle="dashed"
        borderColor="border-emphasis"
        borderRadius="full"
      >
        <Text as="span" visuallyHidden>
          To do
        </Text>
      </Box>
    </Box>
  );
}

function BackfillBars({ backfills }: { backfills: readonly BackfillProgress[] }) {
  if (backfills.length === 0) {
    return <Text as="p">Waiting for Shopify to answer.</Text>;
  }
  return (
    <Box width="100%" maxWidth="640px">
      <BlockStack gap="200">
        {backfills.map((backfill) => (
          <BackfillBar key={backfill.resource} backfill={backfill} />
        ))}
      </BlockStack>
    </Box>
  );
}

function BackfillBar({ backfill }: { backfill: BackfillProgress }) {
  const { resource, state, importedCount, objectCount } = backfill;
  const share = state === "done" ? 1 : objectCount === 0 ? 0 : importedCount / objectCount;
  const id = `backfill-${resource}`;
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between">
        <span id={id}>{RESOURCE_NAMES[resource] ?? resource}</span>
        <Text as="span" tone={state === "failed" ? "critical" : "subdued"}>
          {progressWords(backfill)}
        </Text>
      </InlineStack>
      <ProgressBar
        progress={Math.min(100, Math.round(share * 100))}
        size="small"
        tone={state === "done" ? "success" : "highlight"}
        ariaLabelledBy={id}
      />
    </BlockStack>
  );
}

function progressWords({ state, importedCount, objectCount }: BackfillProgress): string {
  switch (state) {
    case "waiting":
      return "Waiting";
    case "running":
      return objectCount === 0
        ? "Shopify is preparing it"
        : `Shopify has prepared ${formatCount(objectCount)}`;
    case "importing":
      return `${formatCount(importedCount)} of ${formatCount(objectCount)}`;
    case "done":
      return `${formatCount(importedCount)} read`;
    case "failed":
      return "Trying again soon";
  }
}
