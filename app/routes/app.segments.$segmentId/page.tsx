import { BlockStack, Box, Layout, Page } from "@shopify/polaris";
import { ErrorBanner } from "~/components/error-banner";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { useSaveFile } from "~/components/save-file";
import { useText } from "~/i18n/text-provider";
import type { SegmentPageData as Shown } from "~/pages/segments/segment-pages.server";
import { DeleteCard } from "./delete-card";
import { MembersCard } from "./members-card";
import { OverlapCard } from "./overlap-card";
import { SizeCard } from "./size-card";
import { SnapshotCard } from "./snapshot-card";
import type { useSegmentPage } from "./use-segment-page";
import { SegmentReasonsCard } from "./why-card";
import { SegmentForm, type SegmentDraft } from "~/components/segments/segment-form";
import { useRulePreview } from "~/components/segments/use-rule-preview";

export type SegmentPageProps = Shown & ReturnType<typeof useSegmentPage>;

export function SegmentPage(props: SegmentPageProps) {
  const saveFile = useSaveFile();
  const text = useText("segments");
  const { segment, refusal } = props;
  const [draft, setDraft, isDirty, discard] = useDraft({ name: segment.name, rule: segment.rule });
  useSavedToast(props.savedVersion, text("saved"), props.isSaving);
  const { rule } = draft;
  return (
    <Page
      title={segment.name}
      subtitle={
        segment.evaluatedAt === null && segment.rule !== null
          ? text("finding")
          : text("memberCount", { count: segment.memberCount })
      }
      backAction={{ content: text("title"), url: "/app/segments" }}
      secondaryActions={[
        {
          content: text("act.campaign"),
          helpText: text("act.draft"),
          loading: props.isWriting,
          onAction: props.onWrite,
        },
        {
          content: text("act.joined"),
          helpText: text("act.draft"),
          loading: props.isStartingFlow,
          onAction: () => props.onStartFlow("joined"),
        },
        {
          content: text("act.left"),
          helpText: text("act.draft"),
          loading: props.isStartingFlow,
          onAction: () => props.onStartFlow("left"),
        },
        {
          content: text("act.export"),
          onAction: () =>
            void saveFile(`/app/segments/${segment.segmentId}/export`, `${segment.name}.csv`),
        },
      ]}
    >
      {rule !== null && (
        <SaveBar
          id="segment-save-bar"
          isDirty={isDirty}
          isSaving={props.isSaving}
          onSave={() => props.onSave({ name: draft.name, rule }, segment.version)}
          onDiscard={discard}
        />
      )}
      <Layout>
        {refusal !== null && (
          <Layout.Section variant="fullWidth">
            <ErrorBanner title={text(`refused.${refusal}`)} />
          </Layout.Section>
        )}
        <Layout.Section>
          {rule === null ? (
            <SnapshotCard {...props} />
          ) : (
            <EditCard {...props} draft={{ name: draft.name, rule }} onChange={setDraft} />
          )}
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <SizeCard sizes={props.sizes} />
            <SegmentReasonsCard {...props} />
            <OverlapCard {...props} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="fullWidth">
          <BlockStack gap="400">
            <MembersCard {...props} />
            <DeleteCard {...props} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

type EditCardProps = Pick<SegmentPageProps, "segment" | "builder" | "refused"> & {
  draft: SegmentDraft;
  onChange: (draft: SegmentDraft) => void;
};

function EditCard({ segment, builder, refused, draft, onChange }: EditCardProps) {
  return (
    <SegmentForm
      draft={draft}
      builder={builder}
      nameError={refused?.name ?? null}
      problems={refused?.problems ?? []}
      onChange={onChange}
      {...useRulePreview(draft.rule, segment.segmentId)}
    />
  );
}
