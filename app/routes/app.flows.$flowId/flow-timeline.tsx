import { BlockStack, Box, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import {
  CartAbandonedIcon,
  CheckIcon,
  ClockIcon,
  EmailIcon,
  ReplaceIcon,
} from "@shopify/polaris-icons";
import {
  randomSplitWords,
  splitWords,
  triggerWords,
  waitWords,
} from "~/components/flows/flow-words";
import { counted } from "~/components/formats";
import { TimelineNode } from "~/components/flows/timeline-node";
import type { Step } from "~/flows/definition/step";
import type { Trigger } from "~/flows/definition/trigger";
import { TRIGGER_NUMBERS } from "~/flows/definition/trigger-number";
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
          names={flow.names}
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
            <Text as="p">{splitWords(step, flow.names)}</Text>
          </Box>
        </TimelineNode>
      );
    case "wait_until":
    case "wait_for":
      return (
        <TimelineNode icon={ClockIcon} label="Wait">
          <Box paddingBlock="150">
            <Text as="p">{waitWords(step)}</Text>
          </Box>
        </TimelineNode>
      );
    case "random_split":
      return (
        <TimelineNode icon={ReplaceIcon} label="Split">
          <Box paddingBlock="150">
            <Text as="p">{randomSplitWords(step)}</Text>
          </Box>
        </TimelineNode>
      );
    case "suppress":
      return (
        <TimelineNode icon={CheckIcon} label="Stop writing">
          <Box paddingBlock="150">
            <Text as="p">No more marketing mail to them until they sign up again</Text>
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
  names: FlowPage["names"];
  value: string;
  waiting: number;
  problem: string | undefined;
  onChange: (value: string) => void;
}

function TriggerStep({ trigger, names, value, waiting, problem, onChange }: TriggerStepProps) {
  const number = TRIGGER_NUMBERS[trigger.kind];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {triggerWords(trigger, names)}
        </Text>
        {number && (
          <FormLayout>
            <Box maxWidth="320px">
              <TextField
                label={number.label}
                type="number"
                min={Number(number.from)}
                autoComplete="off"
                value={value}
                error={problem ?? false}
                helpText={number.help}
                onChange={onChange}
              />
            </Box>
          </FormLayout>
        )}
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
