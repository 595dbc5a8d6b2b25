import { BlockStack, Box, InlineGrid, Page } from "@shopify/polaris";
import { ErrorBanner } from "~/components/error-banner";
import { SaveBar } from "~/components/forms/save-bar";
import { PageTabs, useTab } from "~/components/lists/page-tabs";
import { TrainingCard } from "~/components/learning/training-card";
import { useDraft } from "~/components/forms/use-draft";
import { useText } from "~/i18n/text-provider";
import type { TrainingRun } from "~/jobs/training/training-run";
import type { RecommendationsPageData as Shown } from "~/pages/recommendations/recommendations-page.server";
import { BundlesSummary } from "./bundles-summary";
import { ListCard } from "./list-card";
import { RecommendationModelsCard } from "./models-card";
import { RecommendationRulesCard } from "./rules-card";
import { SubjectCard } from "./subject-card";

import type { useRecommendationsPage } from "./use-recommendations-page";

type Actions = ReturnType<typeof useRecommendationsPage>;
type RecommendationsPageProps = Shown & Actions & { run: TrainingRun | null };

const TABS = ["products", "models"] as const;

export function RecommendationsPage(props: RecommendationsPageProps) {
  const { explained, currency, saved, labels, run, problems, preview, error } = props;
  const text = useText("recommendations");
  const [rules, setRules, isDirty, discard] = useDraft(saved.rules);
  const [tab, openTab] = useTab(TABS, "products");
  return (
    <Page title={text("title")} subtitle={text("subtitle")}>
      <SaveBar
        id="rules-save-bar"
        isDirty={isDirty}
        isSaving={props.isSaving}
        onSave={() => props.onSave(rules)}
        onDiscard={discard}
      />
      <PageTabs
        tabs={TABS.map((id) => ({ id, title: text(`tab.${id}`) }))}
        open={tab}
        onOpen={openTab}
      >
        <BlockStack gap="400">
          {error !== null && <ErrorBanner title={text(`error.${error}`)} />}
          {tab === "products" && (
            <>
              <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
                <RecommendationRulesCard
                  rules={rules}
                  isDirty={isDirty}
                  labels={labels}
                  problems={isDirty ? problems : []}
                  preview={preview}
                  hasPreviewFailed={props.hasPreviewFailed}
                  isLooking={props.isPreviewing}
                  onChange={setRules}
                  onPreview={() => props.onPreview(rules)}
                />
                <BundlesSummary bundles={props.bundles} currency={currency} />
              </InlineGrid>
              <SubjectCard key={JSON.stringify(props.subject)} {...props} />
              {props.subject !== null && (
                <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
                  {explained.lists.map((list) => (
                    <ListCard key={list.list} list={list} currency={currency} />
                  ))}
                </InlineGrid>
              )}
            </>
          )}
          {tab === "models" && (
            <>
              <TrainingCard
                run={run}
                isSubmitting={props.isSubmitting}
                onTrain={props.onTrain}
                onCancel={props.onCancel}
              />
              <RecommendationModelsCard {...explained} />
            </>
          )}
        </BlockStack>
      </PageTabs>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
