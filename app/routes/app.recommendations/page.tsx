import { Banner, BlockStack, Box, Layout, Page } from "@shopify/polaris";
import { SaveBar } from "~/components/forms/save-bar";
import { TrainingCard } from "~/components/learning/training-card";
import { useDraft } from "~/components/forms/use-draft";
import { useText } from "~/i18n/text-provider";
import type { TrainingRun } from "~/jobs/training/training-run";
import type { RecommendationsPageData as Shown } from "~/pages/recommendations/recommendations-page.server";
import { ListCard } from "./list-card";
import { RecommendationModelsCard } from "./models-card";
import { RecommendationRulesCard } from "./rules-card";
import { SubjectCard } from "./subject-card";
import type { useRecommendationsPage } from "./use-recommendations-page";

type Actions = ReturnType<typeof useRecommendationsPage>;
type RecommendationsPageProps = Shown & Actions & { run: TrainingRun | null };

export function RecommendationsPage(props: RecommendationsPageProps) {
  const { explained, currency, saved, labels, run, problems, preview, error } = props;
  const text = useText("recommendations");
  const [rules, setRules, isDirty, discard] = useDraft(saved.rules);
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      secondaryActions={[
        { content: text("together.open"), url: "/app/recommendations/bought-together" },
      ]}
    >
      <SaveBar
        id="rules-save-bar"
        isDirty={isDirty}
        isSaving={props.isSaving}
        onSave={() => props.onSave(rules)}
        onDiscard={discard}
      />
      <Layout>
        {error !== null && (
          <Layout.Section variant="fullWidth">
            <Banner tone="critical" title={text(`error.${error}`)} />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <SubjectCard key={JSON.stringify(props.subject)} {...props} />
            {props.subject !== null &&
              explained.lists.map((list) => (
                <ListCard key={list.list} list={list} currency={currency} />
              ))}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <TrainingCard
              run={run}
              isSubmitting={props.isSubmitting}
              onTrain={props.onTrain}
              onCancel={props.onCancel}
            />
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
            <RecommendationModelsCard {...explained} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
