import { Banner, BlockStack, Box, Button, Card, InlineGrid, Page, Text } from "@shopify/polaris";
import { IN_LINE_WITH_CARDS } from "~/components/in-line-with-cards";
import { EmptyMessage } from "~/components/lists/empty-message";
import { EmbedBanner } from "~/components/sign-up-forms/embed-banner";
import { TitledCard } from "~/components/titled-card";
import { FORM_TEMPLATES, type FormTemplate } from "~/delivery/sign-up-forms/form-templates";
import { useText } from "~/i18n/text-provider";
import type { FormsAnswer } from "~/pages/forms/change-forms.server";
import type { FormsPageData } from "~/pages/forms/forms-page.server";
import { FormCard } from "./form-card";

export type ListRequest =
  | { readonly kind: "create"; readonly template: FormTemplate }
  | { readonly kind: "duplicate" | "delete" | "restore"; readonly formId: string };

interface FormsPageProps {
  page: FormsPageData;
  /** Of the last request; null: none yet. */
  answer: FormsAnswer | null;
  isBusy: boolean;
  onRequest: (request: ListRequest) => void;
}

/** The shop's sign-up forms with their results, and the templates to start from. */
export function FormsPage({ page, answer, isBusy, onRequest }: FormsPageProps) {
  const text = useText("forms");
  const { forms, days, embedUrl } = page;
  return (
    <Page title={text("title")} subtitle={text("subtitle")}>
      <BlockStack gap="400">
        {answer?.kind === "deleted" && (
          <Banner
            tone="success"
            title={text("deleted", { name: answer.name })}
            action={{
              content: text("undo"),
              loading: isBusy,
              onAction: () => onRequest({ kind: "restore", formId: answer.formId }),
            }}
          />
        )}
        {answer?.kind === "restored" && <Banner tone="success" title={text("restored")} />}
        <EmbedBanner url={embedUrl} isNeeded={forms.some(({ status }) => status === "live")} />
        {forms.length === 0 && (
          <Card padding="0">
            <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />
          </Card>
        )}
        {forms.map((form) => (
          <FormCard
            key={form.formId}
            form={form}
            days={days}
            isBusy={isBusy}
            onRequest={onRequest}
          />
        ))}
        {forms.length > 0 && (
          <Box paddingInline={IN_LINE_WITH_CARDS}>
            <Text as="p" variant="bodySm" tone="subdued">
              {text("counts.about")}
            </Text>
          </Box>
        )}
        <TitledCard title={text("templates.title")}>
          <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
            {FORM_TEMPLATES.map((template) => (
              <BlockStack key={template} gap="200" inlineAlign="start">
                <Text as="h3" variant="headingSm">
                  {text(`template.${template}.name`)}
                </Text>
                <Text as="p" tone="subdued">
                  {text(`template.${template}.about`)}
                </Text>
                <Button
                  disabled={isBusy}
                  accessibilityLabel={text("createFrom", {
                    name: text(`template.${template}.name`),
                  })}
                  onClick={() => onRequest({ kind: "create", template })}
                >
                  {text("create")}
                </Button>
              </BlockStack>
            ))}
          </InlineGrid>
        </TitledCard>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
