import { Badge, BlockStack, Box, Button, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import {
  CartAbandonedIcon,
  CheckIcon,
  ClockIcon,
  EmailIcon,
  ReplaceIcon,
} from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { EmailSketch } from "~/components/email/email-sketch";
import { TimelineNode } from "~/components/flows/timeline-node";
import { useText } from "~/i18n/text-provider";
import { FLOW_START } from "~/flows/editing/change-steps";
import { outputsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import { BEGIN, EXITS } from "../picture/graph-of";
import { AddStep } from "./add-step";
import type { EditorView } from "./editor-view";

const ICONS: Readonly<Partial<Record<StepEdit["kind"], typeof EmailIcon>>> = {
  send: EmailIcon,
  wait: ClockIcon,
  wait_for: ClockIcon,
  wait_until: ClockIcon,
  split: ReplaceIcon,
  random_split: ReplaceIcon,
};

interface StepListProps extends EditorView {
  /** The form of the selected step, below it. */
  form: ReactNode;
  completed: number;
}

/** The flow as a list, for narrow screens and as an alternative to the canvas. */
export function StepList({ form, completed, ...view }: StepListProps) {
  const { steps, openId, captionOf, nameOf, outputName } = view;
  const text = useText("flow-editor");
  return (
    <BlockStack as="ul">
      <TimelineNode icon={CartAbandonedIcon} label={text("start")}>
        <Row {...view} id={BEGIN} />
        {openId === BEGIN && form}
        <AddStep {...view} place={FLOW_START} />
      </TimelineNode>
      {steps.map((step) => (
        <TimelineNode
          key={step.stepId}
          icon={ICONS[step.kind] ?? CheckIcon}
          label={captionOf(step.stepId).kind}
          isStrong={step.kind === "send"}
        >
          <BlockStack gap="200">
            <Row {...view} id={step.stepId} />
            {openId === step.stepId && form}
            {outputsOf(step).map(({ port, to }) => {
              const path = outputName(step, port);
              const next = to === "" ? text("end") : nameOf(to);
              return (
                <InlineStack key={port} gap="200" blockAlign="center">
                  {(path !== null || to === "") && (
                    <Text as="span" variant="bodySm" tone="subdued">
                      {path === null
                        ? text("path.next", { step: next })
                        : text("path.leads", { path, step: next })}
                    </Text>
                  )}
                  <AddStep {...view} place={{ from: step.stepId, port }} />
                </InlineStack>
              );
            })}
          </BlockStack>
        </TimelineNode>
      ))}
      <TimelineNode icon={CheckIcon} label={text("end")} isLast>
        <BlockStack gap="200">
          <Box paddingBlockStart="150">
            <Text as="p" tone="subdued">
              {text("end.customers", { count: completed })}
            </Text>
          </Box>
          <Row {...view} id={EXITS} />
          {openId === EXITS && form}
        </BlockStack>
      </TimelineNode>
    </BlockStack>
  );
}

const COLUMNS = {
  columns: "minmax(0, 1fr) auto",
  sketchColumns: "auto minmax(0, 1fr) auto",
};

function Row({ id, openId, onOpen, captionOf, problemOf, path }: EditorView & { id: string }) {
  const { kind, words, numbers, isDraft, sketch } = captionOf(id);
  const text = useText("flow-editor");
  const problem = problemOf(id);
  const isOpen = openId === id;
  return (
    <BlockStack gap="100">
      <InlineGrid
        columns={sketch ? COLUMNS.sketchColumns : COLUMNS.columns}
        alignItems="start"
        gap="200"
      >
        {sketch && <EmailSketch parts={sketch} />}
        <BlockStack gap="050">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" variant="headingSm">
              {kind}
            </Text>
            {isDraft && <Badge tone="attention">{text("draft")}</Badge>}
            {path.has(id) && <Badge tone="info">{text("onPath")}</Badge>}
          </InlineStack>
          <Text as="p" breakWord>
            {words}
          </Text>
          {numbers !== null && (
            <Text as="p" variant="bodySm" tone="subdued">
              {numbers}
            </Text>
          )}
        </BlockStack>
        <Button
          ariaExpanded={isOpen}
          accessibilityLabel={text("step.editLabel", { kind, words })}
          disclosure={isOpen ? "up" : "down"}
          onClick={() => onOpen(isOpen ? null : id)}
        >
          {text("step.edit")}
        </Button>
      </InlineGrid>
      {problem !== null && (
        <Text as="p" tone="critical">
          {problem}
        </Text>
      )}
    </BlockStack>
  );
}
