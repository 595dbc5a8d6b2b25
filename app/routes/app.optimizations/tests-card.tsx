import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { FirstFew } from "~/components/lists/first-few";
import { useFormat, useText } from "~/i18n/text-provider";
import type { OptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import type { ShownTest } from "~/pages/optimizations/optimizations-page.server";
import { writeExperiment } from "./decision-words";
import { resultsOf, sizeOf } from "./test-words";

/** Tests shown before the merchant asks for all: with more, the decisions below would not be seen. */
const FIRST_TESTS = 3;

interface TestsCardProps {
  tests: readonly ShownTest[];
  isBusy: boolean;
  onSubmit: (request: OptimizationsRequest) => void;
}

/** What is being tested, with how many customers, since when, and what is known so far. Each test can be stopped. */
export function TestsCard({ tests, isBusy, onSubmit }: TestsCardProps) {
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
              {/* That of the frequency can be reverted below, where its evidence is. */}
              {test.kind !== "frequency" && (
                <InlineStack>
                  <Button
                    variant="plain"
                    disabled={isBusy}
                    onClick={() => onSubmit({ kind: "stop", scopeKey: test.scopeKey })}
                    accessibilityLabel={text("tests.stopOf", { test: writeExperiment(test, text) })}
                  >
                    {text("tests.stop")}
                  </Button>
                </InlineStack>
              )}
            </BlockStack>
          )}
        </FirstFew>
      </BlockStack>
    </Card>
  );
}
