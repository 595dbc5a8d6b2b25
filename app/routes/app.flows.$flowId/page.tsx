import { BlockStack, InlineGrid, Layout, Page } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { CountedAt } from "~/components/charts/counted-at";
import { EnteringBanner } from "~/components/flows/entering-banner";
import { describeFlow } from "~/components/flows/describe-flow";
import { useFlowProblem, type FlowProblem } from "~/components/flows/use-flow-problem";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import { DiscountRefused } from "~/components/email/discount-refused";
import type { Why } from "~/components/flows/use-why";
import { PageTabs } from "~/components/lists/page-tabs";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { useHistory } from "~/components/forms/use-history";
import { useText } from "~/i18n/text-provider";
import { countFlowEmails } from "~/flows/definition/count-flow-emails";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowEditProblems } from "~/flows/editing/flow-edit-problem";
import { editOf } from "~/flows/editing/flow-edit";
import type { EnteringCustomers } from "~/pages/flows/count-entering.server";
import { AudienceCard } from "./audience-card";
import type { FlowAct } from "./confirm-change";
import type { FlowQuestion } from "./confirm-dialogs.client";
import { ConfirmQuestion } from "./confirm-question";
import { describeProblems } from "./describe-problems";
import { FlowEditor } from "./editor/flow-editor";
import { useEditSteps } from "./editor/use-edit-steps";
import { graphOf } from "./picture/graph-of";
import { findCertainPath } from "./picture/lay-out-flow";
import { ForecastCard } from "./forecast-card";
import { HistoryCard, type HistoryCardProps } from "./history-card";
import { LimitsCard } from "./limits-card";
import { NoteCard } from "./note-card";
import { FlowPreviewCard } from "./preview-card";
import { FlowRulesCard } from "./rules-card";
import type { ShownFlow } from "./shown-flow";
import { EnrollmentsCard } from "./enrollments-card";
import { FlowReasonsCard } from "./why-card";
import { FLOW_TABS, type FlowTab } from "./use-flow-tab";
import { useParsedDraft } from "./use-parsed-draft";
import { SimulationCard, type SimulationCardProps } from "./simulation-card";

interface FlowPageProps {
  flow: ShownFlow;
  problems: FlowEditProblems;
  problem: FlowProblem | null;
  entering: EnteringCustomers | null;
  isSaving: boolean;
  isSwitching: boolean;
  onSave: (edit: FlowEdit) => void;
  onSwitch: (status: "live" | "paused") => void;
  onAct: (act: FlowAct) => void;
  why: Why;
  /** The simulation result; null before the first simulation. */
  simulation: SimulationCardProps["simulation"];
  isSimulating: boolean;
  onSimulate: () => void;
  /** The flow's versions; null before they are requested. */
  history: HistoryCardProps["entries"];
  isLoadingHistory: boolean;
  onShowHistory: () => void;
  /** Whether a change of the whole flow is in progress. */
  isActing: boolean;
  tab: FlowTab;
  onTab: (tab: FlowTab) => void;
}

export function FlowPage(props: FlowPageProps) {
  const { flow, tab, onTab } = props;
  const text = useText("flow-editor");
  const flows = useText("flows");
  const rules = useText("rules");
  const error = useFlowProblem(props.problem);
  const { definition, version } = flow;
  const [draft, setDraft, isDirty, discard] = useDraft(editOf(definition, version));
  // An undo after a save becomes the next version.
  const history = useHistory(draft, (edit: FlowEdit) => setDraft({ ...edit, version }));
  // Discarding the form clears its validation errors.
  const parsed = useParsedDraft(draft, definition, isDirty);
  const invalid = isDirty ? { ...props.problems, ...parsed.problems } : {};
  const problems = describeProblems(invalid, { text, rules });
  const firstEmail = definition.steps.find(({ kind }) => kind === "send")?.stepId ?? null;
  const [openId, setOpenId] = useState(firstEmail);
  const [openDialog, setOpenDialog] = useState<FlowQuestion>(null);
  const isLive = flow.status === "live";
  const isArchived = flow.status === "archived";

  const change = (edit: FlowEdit, field: string | null) => {
    history.change(edit, field);
  };
  const seen = props.why.answer?.enrollments[0]?.seen ?? [];
  const path = findCertainPath(graphOf(draft.steps), seen);
  const actions = useEditSteps({ draft, change, open: setOpenId });
  const ask = (act: "archive" | "delete") => ({
    content: text(act),
    destructive: true,
    onAction: () => setOpenDialog(act),
  });
  return (
    <Page
      fullWidth
      title={flow.name}
      titleMetadata={<FlowStatusBadge status={flow.status} />}
      subtitle={describeFlow({ ...definition, emails: countFlowEmails(definition) }, flows)}
      backAction={{ content: flows("title"), url: "/app/flows" }}
      secondaryActions={[
        {
          content: text("duplicate"),
          disabled: isDirty,
          helpText: isDirty ? text("saveFirst") : undefined,
          onAction: () => props.onAct({ act: "duplicate" }),
        },
        ...(isArchived ? [] : [ask("archive")]),
        ...(flow.isDeletable && !isLive ? [ask("delete")] : []),
      ]}
      primaryAction={{
        content: text(isLive ? "pause" : "turnOn"),
        loading: props.isSwitching,
        disabled: isDirty || isArchived,
        helpText: isDirty ? text("saveFirst") : undefined,
        onAction: () => (isLive ? setOpenDialog("pause") : props.onSwitch("live")),
      }}
    >
      <SaveBar
        id="flow-save-bar"
        isDirty={isDirty}
        isSaving={props.isSaving}
        onSave={() => props.onSave(draft)}
        onDiscard={() => {
          history.reset();
          discard();
        }}
      />
      <ConfirmQuestion
        flow={flow}
        question={openDialog}
        onClose={() => setOpenDialog(null)}
        onChange={(act) => {
          setOpenDialog(null);
          props.onAct({ act });
        }}
        onPause={() => {
          setOpenDialog(null);
          props.onSwitch("paused");
        }}
      />
      <BlockStack gap="500">
        {error !== null && <ErrorBanner title={error} />}
        {props.entering && <EnteringBanner {...props.entering} />}
        <DiscountRefused refusals={flow.refusals} />
        <CountedAt at={flow.countedAt} />
        <FlowEditor
          {...{ flow, draft, parsed, problems, openId, actions, history }}
          path={path}
          onOpen={setOpenId}
          onChange={change}
          beside={
            <FlowPreviewCard
              definition={definition}
              edit={draft.steps.find(({ stepId }) => stepId === openId)}
            />
          }
        />
        <PageTabs
          tabs={FLOW_TABS.map((id) => ({ id, title: text(`tab.${id}`) }))}
          open={tab}
          onOpen={onTab}
        >
          {tab === "results" && (
            <Layout>
              <Layout.Section>
                <BlockStack gap="400">
                  <SimulationCard
                    flow={flow}
                    simulation={props.simulation}
                    isRunning={props.isSimulating}
                    isDirty={isDirty}
                    onRun={props.onSimulate}
                  />
                  {flow.forecast && (
                    <ForecastCard outcome={flow.forecast} currency={flow.currency} />
                  )}
                  <FlowReasonsCard flow={flow} why={props.why} />
                </BlockStack>
              </Layout.Section>
              <Layout.Section variant="oneThird">
                <EnrollmentsCard flow={flow} onMove={() => setOpenDialog("move")} />
              </Layout.Section>
            </Layout>
          )}
          {tab === "settings" && (
            <InlineGrid columns={{ xs: 1, md: 3 }} gap="400" alignItems="start">
              <AudienceCard
                flow={flow}
                draft={draft}
                problems={problems}
                onChange={(edit) => change(edit, "audience")}
              />
              <FlowRulesCard
                flow={flow}
                draft={draft}
                problems={problems}
                onChange={(edit) => change(edit, "rules")}
              />
              <LimitsCard
                shopRepeatDays={flow.shopRepeatDays}
                draft={draft}
                problems={problems}
                onChange={change}
              />
            </InlineGrid>
          )}
          {tab === "notes" && (
            <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
              <NoteCard
                draft={draft}
                problems={problems}
                onChange={(edit) => change(edit, "note")}
              />
              <HistoryCard
                flow={flow}
                entries={props.history}
                isLoading={props.isLoadingHistory}
                isDirty={isDirty}
                isRestoring={props.isActing}
                onShow={props.onShowHistory}
                onRestore={(version) => props.onAct({ act: "restore", version })}
              />
            </InlineGrid>
          )}
        </PageTabs>
      </BlockStack>
    </Page>
  );
}
