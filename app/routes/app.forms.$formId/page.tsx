import { Badge, Banner, BlockStack, Box, InlineGrid, List, Page, Select } from "@shopify/polaris";
import { PageTabs, useTab } from "~/components/lists/page-tabs";
import { SaveBar } from "~/components/forms/save-bar";
import { EmbedBanner } from "~/components/sign-up-forms/embed-banner";
import { findFormProblems, type FormVariant } from "~/delivery/sign-up-forms/sign-up-form";
import { useText } from "~/i18n/text-provider";
import type { FormPageData } from "~/pages/forms/form-page.server";
import { DesignCard } from "./design-card";
import { InlineCard } from "./inline-card";
import { PreviewCard } from "./preview/preview-card";
import { ResultsCards } from "./results-cards";
import { TargetingCard } from "./targeting-card";
import { TextsCard } from "./texts-card";
import type { FormEditor } from "./use-form-editor";

const TABS = ["texts", "design", "targeting", "results"] as const;

interface FormPageProps {
  page: FormPageData;
  editor: FormEditor;
}

/** The editor of a form: its parts beside a preview. */
export function FormPage({ page, editor }: FormPageProps) {
  const text = useText("forms");
  const [tab, openTab] = useTab(TABS, "texts");
  const { form, welcome, shopName, editorUrls } = page;
  const { draft, content, variant, isDirty, isBusy } = editor;
  const isLive = form.status === "live";
  return (
    <Page
      title={form.name}
      titleMetadata={
        <Badge {...(isLive && { tone: "success" })}>{text(`status.${form.status}`)}</Badge>
      }
      backAction={{ content: text("title"), url: "/app/forms" }}
      primaryAction={{
        content: text(isLive ? "unpublish" : "publish"),
        disabled: isDirty,
        loading: isBusy,
        ...(isDirty && { helpText: text("saveFirst") }),
        onAction: () => editor.act({ kind: isLive ? "unpublish" : "publish" }),
      }}
    >
      <BlockStack gap="400">
        <EmbedBanner url={editorUrls.forms} isNeeded={isLive} />
        <Problems editor={editor} welcome={welcome} isLive={isLive} />
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <BlockStack gap="400">
            {draft.variantB !== null && tab !== "targeting" && (
              <Select
                label={text("test.editing")}
                options={(["a", "b"] as const).map((value) => ({
                  value,
                  label: text(`test.variant.${value}`),
                }))}
                value={variant}
                onChange={(next) => editor.chooseVariant(next as FormVariant)}
              />
            )}
            <PageTabs
              tabs={TABS.map((id) => ({ id, title: text(`tab.${id}`) }))}
              open={tab}
              onOpen={openTab}
            >
              {tab === "texts" && <TextsCard editor={editor} welcome={welcome} />}
              {tab === "design" && <DesignCard editor={editor} />}
              {tab === "targeting" && <TargetingCard editor={editor} />}
              {tab === "results" && <ResultsCards page={page} editor={editor} />}
            </PageTabs>
          </BlockStack>
          <BlockStack gap="400">
            <PreviewCard
              content={content}
              type={draft.content.type}
              percentOff={welcome.percentOff}
              shopName={shopName}
            />
            {draft.content.type === "inline" && (
              <InlineCard formId={form.formId} url={editorUrls["inline-form"]} />
            )}
          </BlockStack>
        </InlineGrid>
      </BlockStack>
      <Box paddingBlockEnd="800" />
      <SaveBar
        id="form-save-bar"
        isDirty={isDirty}
        isSaving={isBusy}
        onSave={editor.save}
        onDiscard={editor.discard}
      />
    </Page>
  );
}

interface ProblemsProps {
  editor: FormEditor;
  welcome: FormPageData["welcome"];
  isLive: boolean;
}

/** What keeps the form from being shown, as soon as it is typed, and why the last request failed. */
function Problems({ editor: { draft, answer }, welcome, isLive }: ProblemsProps) {
  const text = useText("forms");
  const problems = [draft.content, draft.variantB ?? []]
    .flat()
    .flatMap((content) => findFormProblems(content, welcome));
  return (
    <>
      {answer?.kind === "outdated" && <Banner tone="warning" title={text("outdated")} />}
      {problems.length > 0 && (
        <Banner
          tone={answer?.kind === "refused" ? "critical" : "warning"}
          title={text(isLive || answer?.kind === "refused" ? "cannotPublish" : "publishHint")}
        >
          <List>
            {[...new Set(problems)].map((problem) => (
              <List.Item key={problem}>{text(`problem.${problem}`)}</List.Item>
            ))}
          </List>
        </Banner>
      )}
    </>
  );
}
