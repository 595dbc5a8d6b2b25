import { Banner, BlockStack, Box, Layout, Page } from "@shopify/polaris";
import { useState } from "react";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import type { FlowPage as Flow } from "~/flows/flow-page.server";
import { editOf, type FlowEdit, type FlowEditProblems } from "~/messages/editing/edit-flow";
import type { MailPreview } from "~/messages/editing/preview-mail.server";
import { FlowTimeline } from "./flow-timeline";
import { AudienceCard } from "./audience-card";
import { PreviewCard } from "./preview-card";
import { RulesCard } from "./rules-card";
import { RunsCard } from "./runs-card";

interface FlowPageProps {
  flow: Flow;
  /** Of the mail that is looked at; null until it is there. */
  preview: MailPreview | null;
  problems: FlowEditProblems;
  error: string | null;
  isSaving: boolean;
  isSwitching: boolean;
  onSave: (edit: FlowEdit) => void;
  onSwitch: (status: "live" | "paused") => void;
  /** Asks for the preview of a mail as the form has it. */
  onPreview: (edit: FlowEdit, stepId: string) => void;
}

export function FlowPage(props: FlowPageProps) {
  const { flow, error } = props;
  const { definition, version } = flow;
  const [draft, setDraft, isDirty, discard] = useDraft(editOf(definition, version));
  // What was refused is not in the form any more once it was discarded.
  const problems = isDirty ? props.problems : {};
  const firstMail = definition.steps.find(({ kind }) => kind === "send")?.stepId ?? "";
  const [openStepId, setOpenStepId] = useState(firstMail);
  const isLive = flow.status === "live";

  const change = (edit: FlowEdit) => {
    setDraft(edit);
    props.onPreview(edit, openStepId);
  };
  const open = (stepId: string) => {
    setOpenStepId(stepId);
    props.onPreview(draft, stepId);
  };
  return (
    <Page
      title={flow.name}
      titleMetadata={<FlowStatusBadge status={flow.status} />}
      subtitle={definition.description}
      backAction={{ content: "Flows", url: "/app/flows" }}
      primaryAction={{
        content: isLive ? "Pause flow" : "Turn on flow",
        loading: props.isSwitching,
        disabled: isDirty,
        helpText: isDirty ? "Save or discard your changes first" : undefined,
        onAction: () => props.onSwitch(isLive ? "paused" : "live"),
      }}
    >
      <SaveBar
        id="flow-save-bar"
        isDirty={isDirty}
        isSaving={props.isSaving}
        onSave={() => props.onSave(draft)}
        onDiscard={discard}
      />
      <Layout>
        {error !== null && (
          <Layout.Section variant="fullWidth">
            <Banner tone="critical" title={error} />
          </Layout.Section>
        )}
        <Layout.Section>
          <FlowTimeline
            flow={flow}
            draft={draft}
            problems={problems}
            openStepId={openStepId}
            onOpen={open}
            onChange={change}
          />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Box paddingBlockEnd="400">
            <BlockStack gap="400">
              <PreviewCard definition={definition} stepId={openStepId} preview={props.preview} />
              <AudienceCard flow={flow} draft={draft} problems={problems} onChange={setDraft} />
              <RulesCard flow={flow} draft={draft} problems={problems} onChange={setDraft} />
              <RunsCard flow={flow} />
            </BlockStack>
          </Box>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
