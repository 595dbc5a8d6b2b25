import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownTest } from "~/pages/optimizations/optimizations-page.server";
import { writeExperiment } from "./decision-words";
import { resultsOf, sizeOf } from "./test-words";

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
        {tests.map((test, i) => (
          <Fragment key={test.scopeKey}>
            {i > 0 && <Divider />}
            <BlockStack gap="200">
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
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}
