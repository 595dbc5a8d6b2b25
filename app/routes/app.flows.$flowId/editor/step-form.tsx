import {
  BlockStack,
  Button,
  Card,
  InlineStack,
  SkeletonBodyText,
  Text,
  Select,
} from "@shopify/polaris";
import { Suspense } from "react";
import { KeyFigures } from "~/components/charts/figures";
import type { FlowWords } from "~/components/flows/flow-words";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { getEmailNumber } from "~/flows/email-name";
import { useFormat, useText } from "~/i18n/text-provider";
import type { FlowFieldErrors } from "../describe-problems";
import { listUnreachableAfter, targetsFor } from "~/flows/editing/change-steps";
import type { StepEdit } from "~/flows/editing/step-values";
import type { ShownFlow } from "../shown-flow";
import type { EditorView } from "./editor-view";
import { EmailFields } from "./email-fields";
import { LaterStepFields } from "../later-parts";
import type { StepFieldsProps } from "./step-fields";
import { outputsOf } from "~/flows/editing/step-edit";

interface StepFormProps {
  flow: ShownFlow;
  edit: StepEdit;
  view: EditorView;
  words: FlowWords;
  problems: FlowFieldErrors;
}

/** A step's counts, fields and outputs, with a remove button. */
export function StepForm({ flow, edit, view, words, problems }: StepFormProps) {
  const { steps, nameOf, actions } = view;
  const { text } = words;
  const { stepId } = edit;
  const saved = flow.definition.steps.find((step) => step.stepId === stepId) ?? null;
  const lost = listUnreachableAfter(steps, stepId);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {nameOf(stepId)}
          </Text>
          {edit.kind === "send" && <EmailNumbers flow={flow} stepId={stepId} />}
        </BlockStack>
        <BlockStack gap="300">
          <Fields
            flow={flow}
            edit={edit}
            saved={saved}
            words={words}
            problems={problems}
            onChange={(changed, field) => actions.replace(changed, `${stepId}.${field}`)}
          />
          <WayFields step={edit} view={view} />
        </BlockStack>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="span" variant="bodySm" tone="subdued">
            {lost.length > 0 && text("step.removesBelow", { count: lost.length })}
          </Text>
          <Button
            tone="critical"
            disabled={steps.length === lost.length + 1}
            accessibilityLabel={text("step.removeLabel", { step: nameOf(stepId) })}
            onClick={() => actions.remove(stepId)}
          >
            {text("step.remove")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** An email's fields come with the page, because an email is open first. */
function Fields(props: StepFieldsProps<StepEdit>) {
  const { flow, edit, saved, problems, onChange } = props;
  if (edit.kind !== "send") {
    return (
      <Suspense fallback={<SkeletonBodyText />}>
        <LaterStepFields {...props} edit={edit} />
      </Suspense>
    );
  }
  const email = saved?.kind === "send" ? saved : null;
  return (
    <EmailFields
      edit={edit}
      number={getEmailNumber(flow.definition, edit.stepId) ?? 0}
      saved={email}
      flow={flow}
      mayReachAll={email !== null && flow.definition.trigger.kind === "checkout_idle"}
      problem={problems[`${edit.stepId}.begins`]}
      settleProblem={problems[`${edit.stepId}.settleMinutes`]}
      onChange={onChange}
    />
  );
}

function EmailNumbers({ flow, stepId }: { flow: FlowPageData; stepId: string }) {
  const text = useText("flow-editor");
  const format = useFormat();
  const numbers = flow.numbers[stepId];
  if (!numbers) {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {text("counts.none")}
      </Text>
    );
  }
  const { planned, sent, skipped, withheld, clicked, orders, netMinor } = numbers;
  return (
    <KeyFigures
      figures={[
        { label: text("figure.planned"), value: format.count(planned) },
        { label: text("figure.sent"), value: format.count(sent) },
        { label: text("figure.skipped"), value: format.count(skipped + withheld) },
        { label: text("figure.clicked"), value: format.count(clicked) },
        {
          label: text("figure.orders"),
          value: format.count(orders),
          ...(orders > 0 && { note: format.money({ minor: netMinor, currency: flow.currency }) }),
        },
      ]}
    />
  );
}

interface WayFieldsProps {
  step: StepEdit;
  view: EditorView;
}

/** The targets of a step's outputs. */
function WayFields({ step, view }: WayFieldsProps) {
  const { steps, nameOf, outputName, actions } = view;
  const text = useText("flow-editor");
  const below = targetsFor(steps, step.stepId);
  return outputsOf(step).map(({ port, to }) => {
    const path = outputName(step, port);
    return (
      <Select
        key={port}
        label={path === null ? text("path.to") : text("path.toIf", { path })}
        options={[
          ...below.map(({ stepId }) => ({ value: stepId, label: nameOf(stepId) })),
          { value: "", label: text("end") },
        ]}
        value={to}
        onChange={(chosen) => actions.lead({ from: step.stepId, port }, chosen)}
      />
    );
  });
}
