import { BlockStack, Box, Card, Page, Select, SkeletonBodyText, Text } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { useText } from "~/i18n/text-provider";
import type { WhatIfPageData } from "~/pages/reports/what-if-page.server";
import { AnswerCard } from "./answer-card";
import { useQuestionOptions } from "./question-words";

interface WhatIfPageProps {
  page: WhatIfPageData;
  /** The question whose answer is being computed; null: none. */
  pendingKey: string | null;
  onAsk: (key: string) => void;
}

/** What the last 90 days would have looked like under another policy. */
export function WhatIfPage({ page, pendingKey, onAsk }: WhatIfPageProps) {
  const { questions, chosen, answer, currency } = page;
  const text = useText("reports");
  const options = useQuestionOptions(questions);
  return (
    <Page
      title={text("whatIf.title")}
      subtitle={text("whatIf.subtitle")}
      backAction={{ content: text("title"), url: "/app/reports" }}
    >
      <BlockStack gap="400">
        {questions.length === 0 ? (
          <Card>
            <EmptyMessage
              heading={text("whatIf.empty.heading")}
              text={text("whatIf.empty.text")}
              action={{ content: text("empty.action"), url: "/app/flows" }}
            />
          </Card>
        ) : (
          <>
            <Card>
              <Select
                label={text("whatIf.question")}
                placeholder={text("whatIf.choose")}
                options={options}
                value={pendingKey ?? chosen?.key ?? ""}
                helpText={text("whatIf.about")}
                onChange={onAsk}
              />
            </Card>
            <div role="status" aria-busy={pendingKey !== null}>
              {pendingKey === null ? (
                chosen && answer && <AnswerCard {...{ question: chosen, answer, currency }} />
              ) : (
                <Card>
                  <BlockStack gap="300">
                    <Text as="p" tone="subdued">
                      {text("whatIf.pending")}
                    </Text>
                    <SkeletonBodyText lines={5} />
                  </BlockStack>
                </Card>
              )}
            </div>
          </>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
