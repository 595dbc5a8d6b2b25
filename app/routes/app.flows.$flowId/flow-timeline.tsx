import { BlockStack, Box, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import {
  CartAbandonedIcon,
  CheckIcon,
  ClockIcon,
  EmailIcon,
  ReplaceIcon,
} from "@shopify/polaris-icons";
import { splitWords, triggerWords } from "~/components/flows/flow-words";
import { counted } from "~/components/formats";
import { TimelineNode } from "~/components/flows/timeline-node";
import type { Step, Trigger } from "~/flows/flow";
import type { FlowPage } from "~/flows/flow-page.server";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";
import { MailStep } from "./mail-step";
import { WaitStep } from "./wait-step";

interface FlowTimelineProps {
  flow: FlowPage;
  draft: FlowEdit;
  problems: FlowEditProblems;
  openStepId: string;
  onOpen: (stepId: string) => void;
  onChange: (draft: FlowEdit) => void;
}

/** The flow from top to bottom, with its settings and its numbers where they belong. */
export function FlowTimeline(props: FlowTimelineProps) {
  const { flow, draft, problems, onChange } = props;
  const { steps, trigger } = flow.definition;
  const atFirst = flow.numbers[steps[0]?.stepId ?? ""]?.waiting ?? 0;
  return (
    <BlockStack as="ul">
      <TimelineNode icon={CartAbandonedIcon} label="Trigger">
        <TriggerStep
          trigger={trigger}
          value={draft.trigger}
          waiting={atFirst}
          problem={problems.trigger}
          onChange={(value) => onChange({ ...draft, trigger: value })}
        />
      </TimelineNode>
      {steps.map((step, index) => (
        <StepNode key={step.stepId} step={step} next={steps[index + 1] ?? null} {...props} />
      ))}
      <TimelineNode icon={CheckIcon} label="End" isLast>
        <Box paddingBlock="150">
          <Text as="p" tone="subdued">
            {`End of the flow. ${counted(flow.runs.completed, "person", "people")} came this far.`}
          </Text>
        </Box>
      </TimelineNode>
    </BlockStack>
  );
}

interface StepNodeProps extends FlowTimelineProps {
  step: Step;
  next: Step | null;
}

function StepNode({
  step,
  next,
  flow,
  draft,
  problems,
  openStepId,
  onOpen,
  onChange,
}: StepNodeProps) {
  const edit = draft.steps.find(({ stepId }) => stepId === step.stepId);
  const changeStep = (changed: FlowEdit["steps"][number]) =>
    onChange({
      ...draft,
      steps: draft.steps.map((each) => (each.stepId === changed.stepId ? changed : each)),
    });
  switch (step.kind) {
    case "wait":
      return (
        <TimelineNode icon={ClockIcon} label="Wait">
          {edit?.kind === "wait" && (
            <WaitStep
              edit={edit}
              waiting={next ? (flow.numbers[next.stepId]?.waiting ?? 0) : 0}
              problem={problems[`${step.stepId}.count`]}
              onChange={changeStep}
            />
          )}
        </TimelineNode>
      );
    case "send":
      return (
        <TimelineNode icon={EmailIcon} label="Mail" isStrong>
          {edit?.kind === "send" && (
            <MailStep
              flow={flow}
              step={step}
              edit={edit}
              problems={problems}
              isOpen={openStepId === step.stepId}
              onOpen={() => onOpen(step.stepId)}
              onChange={changeStep}
            />
          )}
        </TimelineNode>
      );
    case "split":
      return (
        <TimelineNode icon={ReplaceIcon} label="Split">
          <Box paddingBlock="150">
            <Text as="p">{splitWords(step)}</Text>
          </Box>
        </TimelineNode>
      );
    case "exit":
      return (
        <TimelineNode icon={CheckIcon} label="Exit">
          <Box paddingBlock="150">
            <Text as="p">The flow ends here</Text>
          </Box>
        </TimelineNode>
      );
  }
}

interface TriggerStepProps {
  trigger: Trigger;
  value: string;
  waiting: number;
  problem: string | undefined;
  onChange: (value: string) => void;
}

function TriggerStep({ trigger, value, waiting, problem, onChange }: TriggerStepProps) {
  const isCheckout = trigger.kind === "checkout_idle";
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {triggerWords(trigger)}
        </Text>
        <FormLayout>
          <Box maxWidth="320px">
            <TextField
              label={isCheckout ? "Minutes without a change" : "Days from fulfilment to delivery"}
              type="number"
              min={isCheckout ? 10 : 0}
              autoComplete="off"
              value={value}
              error={problem ?? false}
              helpText={
                isCheckout
                  ? "A checkout that somebody still works on is left in peace."
                  : "Shops seldom tell when a parcel arrives, so it is counted from when it was sent."
              }
              onChange={onChange}
            />
          </Box>
        </FormLayout>
        {waiting > 0 && (
          <Text
            as="p"
            tone="subdued"
          >{`${counted(waiting, "person", "people")} just entered`}</Text>
        )}
      </BlockStack>
    </Card>
  );
}
