import { Banner, BlockStack, Button, ButtonGroup, InlineStack, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { useFormResults } from "~/components/sign-up-forms/use-form-results";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { FormPageData, FormTestData } from "~/pages/forms/form-page.server";
import type { FormEditor } from "./use-form-editor";

interface ResultsCardsProps {
  page: FormPageData;
  editor: FormEditor;
}

/** The form's views and sign-ups, and its test. */
export function ResultsCards({ page: { counts, rate, test }, editor }: ResultsCardsProps) {
  const text = useText("forms");
  return (
    <BlockStack gap="400">
      <TitledCard title={text("results.title")}>
        <KeyFigures figures={useFormResults({ ...counts, rate })} />
        <Text as="p" variant="bodySm" tone="subdued">
          {text("counts.about")}
        </Text>
      </TitledCard>
      <TitledCard title={text("test.title")} text={text("test.about")}>
        {test ? (
          <RunningTest test={test} editor={editor} />
        ) : (
          <InlineStack>
            <Button
              disabled={editor.isDirty}
              loading={editor.isBusy}
              onClick={() => editor.act({ kind: "start_test" })}
            >
              {text("test.start")}
            </Button>
          </InlineStack>
        )}
      </TitledCard>
    </BlockStack>
  );
}

interface RunningTestProps {
  test: FormTestData;
  editor: FormEditor;
}

/** Both versions with their rates, what is known of the difference, and the buttons that end the test. */
function RunningTest({ test: { variants, result }, editor }: RunningTestProps) {
  const text = useText("forms");
  const a = useFormResults(variants.a);
  const b = useFormResults(variants.b);
  return (
    <BlockStack gap="400">
      {[{ variant: "a", figures: a } as const, { variant: "b", figures: b } as const].map(
        ({ variant, figures }) => (
          <BlockStack key={variant} gap="200">
            <Text as="h3" variant="headingSm">
              {text(`test.variant.${variant}`)}
            </Text>
            <KeyFigures figures={figures} />
          </BlockStack>
        ),
      )}
      <TestResult result={result} />
      <ButtonGroup>
        {(["a", "b"] as const).map((variant) => (
          <Button
            key={variant}
            disabled={editor.isDirty}
            loading={editor.isBusy}
            {...(result.better === variant && { variant: "primary" })}
            onClick={() => editor.act({ kind: "use", variant })}
          >
            {text(`test.use.${variant}`)}
          </Button>
        ))}
      </ButtonGroup>
    </BlockStack>
  );
}

function TestResult({ result: { difference, better } }: Pick<FormTestData, "result">) {
  const text = useText("forms");
  const format = useFormat();
  if (difference === null) return <Text as="p">{text("test.tooFew")}</Text>;
  const points = (share: number) =>
    `${share > 0 ? "+" : share < 0 ? "−" : ""}${format.number(Math.abs(share) * 100, 1)}`;
  return (
    <>
      {better && (
        <Banner tone="success" title={text("test.better", { variant: better.toUpperCase() })} />
      )}
      <Text as="p">
        {text("test.difference", {
          difference: points(difference.value),
          low: points(difference.low),
          high: points(difference.high),
        })}
      </Text>
      {!better && (
        <Text as="p" tone="subdued">
          {text("test.open")}
        </Text>
      )}
    </>
  );
}
