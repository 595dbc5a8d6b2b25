import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Icon,
  InlineGrid,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { CheckCircleIcon, XIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { IndustryField } from "~/components/forms/industry-field";
import type { BackfillProgress, SetupSummary } from "~/pages/home/home-summary.server";
import { useFormat, useText } from "~/i18n/text-provider";

interface SetupGuideProps {
  setup: SetupSummary;
  /** The app embed's switch in the theme editor. */
  embedUrl: string;
  /** Whether the app embed is on. */
  hasEmbed: boolean;
  onDismiss: () => void;
  onChooseIndustry: (industry: string) => void;
  /** The merchant is content with how emails look. */
  onKeepLook: () => void;
}

/** The remaining steps before the first email. Can be dismissed at any time. */
export function SetupGuide(props: SetupGuideProps) {
  const { setup, hasEmbed, onDismiss } = props;
  const text = useText("home");
  const imported = useImported(setup.backfills);
  const isRead =
    setup.backfills.length > 0 && setup.backfills.every(({ state }) => state === "done");
  const hasFlow = setup.liveFlowCount > 0;
  const { isBrandReady, isLookDecided, isSenderReady } = setup;
  const done = [isRead, isBrandReady, isLookDecided, isSenderReady, hasEmbed, hasFlow];
  const doneCount = done.filter(Boolean).length;
  const isDone = doneCount === done.length;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineGrid columns="1fr auto" alignItems="start" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {text(isDone ? "guide.completed" : "guide.title")}
            </Text>
            <Text as="p" tone="subdued">
              {isDone
                ? text("guide.imported", { counts: imported })
                : text("guide.progress", { done: doneCount, total: done.length })}
            </Text>
          </BlockStack>
          <Button
            icon={XIcon}
            variant="tertiary"
            accessibilityLabel={text("guide.dismiss")}
            onClick={onDismiss}
          />
        </InlineGrid>
        {!isDone && <SetupSteps {...props} isRead={isRead} />}
      </BlockStack>
    </Card>
  );
}

interface SetupStepsProps extends Omit<SetupGuideProps, "onDismiss"> {
  isRead: boolean;
}

function SetupSteps(props: SetupStepsProps) {
  const { setup, isRead, embedUrl, hasEmbed, onChooseIndustry, onKeepLook } = props;
  const text = useText("home");
  const imported = useImported(setup.backfills);
  return (
    <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
      <Box maxWidth="420px">
        <IndustryField industry={setup.industry} onChange={onChooseIndustry} />
      </Box>
      <SetupStep title={text("guide.import")} isDone={isRead} help={text("guide.importHelp")}>
        {isRead ? (
          <Text as="p" tone="subdued">
            {imported}
          </Text>
        ) : (
          <BackfillBars backfills={setup.backfills} />
        )}
      </SetupStep>
      <SetupStep
        title={text("guide.brand")}
        isDone={setup.isBrandReady}
        help={text("guide.brandHelp")}
      >
        {!setup.isBrandReady && <Button url="/app/settings">{text("guide.brandAction")}</Button>}
      </SetupStep>
      <SetupStep
        title={text("guide.look")}
        isDone={setup.isLookDecided}
        help={text("guide.lookHelp")}
      >
        {!setup.isLookDecided && (
          <ButtonGroup>
            <Button url="/app/settings">{text("guide.lookAction")}</Button>
            <Button variant="tertiary" onClick={onKeepLook}>
              {text("guide.lookKeep")}
            </Button>
          </ButtonGroup>
        )}
      </SetupStep>
      <SetupStep
        title={text("guide.sender")}
        isDone={setup.isSenderReady}
        help={text("guide.senderHelp")}
      >
        {!setup.isSenderReady && (
          <Button url="/app/settings?tab=sender">{text("guide.senderAction")}</Button>
        )}
      </SetupStep>
      <SetupStep title={text("guide.embed")} isDone={hasEmbed} help={text("guide.embedHelp")}>
        {!hasEmbed && (
          <Button url={embedUrl} external>
            {text("guide.embedAction")}
          </Button>
        )}
      </SetupStep>
      <SetupStep
        title={text("guide.flow")}
        isDone={setup.liveFlowCount > 0}
        help={text("guide.flowHelp")}
      >
        {setup.liveFlowCount === 0 && <Button url="/app/flows">{text("chooseFlow")}</Button>}
      </SetupStep>
    </InlineGrid>
  );
}

/** "3,283 products, 26 collections, 1,468 customers, and 5,563 orders" */
function useImported(backfills: readonly BackfillProgress[]): string {
  const text = useText("home");
  const format = useFormat();
  return format.list(
    backfills.map(({ resource, importedCount }) =>
      text(`imported.${resource}`, { count: importedCount }),
    ),
  );
}

interface SetupStepProps {
  title: string;
  isDone: boolean;
  help: string;
  children: ReactNode;
}

function SetupStep({ title, isDone, help, children }: SetupStepProps) {
  const text = useText("home");
  return (
    <InlineGrid columns="20px 1fr" gap="300" alignItems="start">
      <Box>
        {isDone ? (
          <Icon
            source={CheckCircleIcon}
            tone="success"
            accessibilityLabel={text("guide.stepDone")}
          />
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
  const text = useText("home");
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
          {text("guide.stepOpen")}
        </Text>
      </Box>
    </Box>
  );
}

function BackfillBars({ backfills }: { backfills: readonly BackfillProgress[] }) {
  const text = useText("home");
  if (backfills.length === 0) {
    return <Text as="p">{text("import.none")}</Text>;
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
  const text = useText("home");
  const { resource, state, importedCount, objectCount } = backfill;
  const share = state === "done" ? 1 : objectCount === 0 ? 0 : importedCount / objectCount;
  const isStarting = state === "running" && objectCount === 0;
  const id = `backfill-${resource}`;
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between">
        <span id={id}>{text(`resource.${resource}`)}</span>
        <Text as="span" tone={state === "failed" ? "critical" : "subdued"}>
          {text(`import.${isStarting ? "starting" : state}`, {
            imported: importedCount,
            count: objectCount,
          })}
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
