import { BlockStack, Card, Text } from "@shopify/polaris";
import { FirstFew } from "~/components/lists/first-few";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownTest } from "~/pages/optimizations/optimizations-page.server";
import { writeExperiment } from "./decision-words";
import { resultsOf, sizeOf } from "./test-words";

/** Tests shown before the merchant asks for all: with more, the decisions below would not be seen. */
const FIRST_TESTS = 3;

/** What is being tested, with how many customers, since when, and what is known so far. */
export function TestsCard({ tests }: { tests: readonly ShownTest[] }) {
  const text = useText("optimizations");
  const recommendations = useText("recommendations");
  const writer = { text, recommendations, format: useFormat() };
  return (
    <Card>
      <BlockStack gap="400">
        {tests.length === 0 && (
          <Text as="p" tone="subdued">
            {text("tests.none")}
          </Text>
        )}
        <FirstFew items={tests} count={FIRST_TESTS}>
          {(test) => (
            <BlockStack as="li" gap="200" key={test.scopeKey}>
              <Text as="h3" variant="headingSm" breakWord>
                {writeExperiment(test, text)}
              </Text>
              <Text as="p" tone="subdued">
                {sizeOf(test, writer)}
              </Text>
              <BlockStack gap="100">
                {resultsOf(test, writer).map((line) => (
                  <Text as="p" key={line} breakWord>
                    {line}
                  </Text>
                ))}
              </BlockStack>
            </BlockStack>
          )}
        </FirstFew>
      </BlockStack>
    </Card>
  );
}
