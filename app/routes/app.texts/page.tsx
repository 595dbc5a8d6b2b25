import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { PageTabs, useTab } from "~/components/lists/page-tabs";
import type { OwnTextProblems, OwnTexts, OwnTextSection } from "~/i18n/own-texts";
import { useText } from "~/i18n/text-provider";
import type { OwnTextsPage } from "~/pages/texts/own-texts-page.server";
import type { OwnTextsFailure } from "~/pages/texts/save-own-texts.server";
import { LanguageFields } from "./language-fields";
import { OwnTextField } from "./own-text-field";
import { PreviewModal } from "./preview-modal";

interface TextsPageProps {
  page: OwnTextsPage;
  /** null: the last save worked, or there was none. */
  error: OwnTextsFailure | null;
  problems: OwnTextProblems;
  isSaving: boolean;
  onLanguage: (language: string) => void;
  onSave: (texts: OwnTexts[string]) => void;
}

export function TextsPage(props: TextsPageProps) {
  const { page, error, problems, isSaving, onLanguage, onSave } = props;
  const [draft, setDraft, isDirty, discard] = useDraft(page.own);
  const [previewed, setPreviewed] = useState<OwnTextSection | null>(null);
  const text = useText("own-texts");
  const common = useText("common");
  const name = page.languages.find(({ tag }) => tag === page.language)?.name ?? page.language;
  const failures = {
    unreadable: common("unreadable"),
    invalid: text("invalid"),
    too_many_languages: text("tooManyLanguages"),
  };
  const change = (key: string, value: string) => {
    const { [key]: _, ...others } = draft;
    setDraft(value === "" ? others : { ...others, [key]: value });
  };
  const [open, setOpen] = useTab(
    page.sections.map(({ section }) => section),
    "footer",
  );
  const shown = page.sections.find(({ section }) => section === open);
  const wrong = page.sections.filter(({ rows }) => rows.some(({ key }) => problems[key]));
  const counts = (["email", "public"] as const).filter((it) => page.missing[it] > 0);
  return (
    <Page
      title={text("title")}
      backAction={{ content: common("nav.settings"), url: "/app/settings" }}
    >
      <SaveBar
        id="texts-save-bar"
        isDirty={isDirty}
        isSaving={isSaving}
        onSave={() => onSave(draft)}
        onDiscard={discard}
      />
      <Layout>
        {error !== null && isDirty && (
          <Layout.Section variant="fullWidth">
            <ErrorBanner title={failures[error]}>
              {wrong.map(({ section }) => (
                <p key={section}>
                  <Link onClick={() => setOpen(section)}>{text(`section.${section}.title`)}</Link>
                </p>
              ))}
            </ErrorBanner>
          </Layout.Section>
        )}
        <Layout.Section variant="fullWidth">
          <Card>
            <LanguageFields page={page} isDisabled={isDirty} onChange={onLanguage} />
          </Card>
        </Layout.Section>
        {counts.length > 0 && (
          <Layout.Section variant="fullWidth">
            <Banner tone="warning" title={text("incomplete.title", { language: name })}>
              <p>{text("incomplete.text")}</p>
              {counts.map((feature) => (
                <p key={feature}>
                  {text(`incomplete.${feature}`, { count: page.missing[feature] })}
                </p>
              ))}
            </Banner>
          </Layout.Section>
        )}
      </Layout>
      <PageTabs
        tabs={page.sections.map(({ section }) => ({
          id: section,
          title: text(`section.${section}.title`),
        }))}
        open={open}
        onOpen={setOpen}
      >
        {shown && (
          <Card>
            <BlockStack gap="500">
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <Text as="p" tone="subdued">
                  {text(`section.${open}.text`)}
                </Text>
                <Button onClick={() => setPreviewed(open)}>{text("preview")}</Button>
              </InlineStack>
              <InlineGrid columns={{ xs: 1, md: 2 }} gap="500" alignItems="end">
                {shown.rows.map((row) => (
                  <OwnTextField
                    key={row.key}
                    row={row}
                    own={draft[row.key] ?? ""}
                    language={page.language}
                    languageName={name}
                    problem={isDirty ? problems[row.key] : undefined}
                    onChange={(value) => change(row.key, value)}
                  />
                ))}
              </InlineGrid>
            </BlockStack>
          </Card>
        )}
      </PageTabs>
      {previewed !== null && (
        <PreviewModal
          section={previewed}
          language={page.language}
          texts={draft}
          onClose={() => setPreviewed(null)}
        />
      )}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
