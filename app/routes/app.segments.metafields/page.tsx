import { Banner, BlockStack, Box, Card, ChoiceList, Page, Text } from "@shopify/polaris";
import { ErrorBanner } from "~/components/error-banner";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { IN_LINE_WITH_CARDS } from "~/components/in-line-with-cards";
import { EmptyMessage } from "~/components/lists/empty-message";
import { useFormat, useText } from "~/i18n/text-provider";
import type { MetafieldsPageData, OfferedMetafield } from "~/pages/segments/metafields-page.server";
import { MAX_FOLLOWED_METAFIELDS as MAX } from "~/profiles/metafields/followed-metafield";

interface MetafieldsPageProps extends MetafieldsPageData {
  readonly error: "gone" | "unreachable" | null;
  readonly isSaving: boolean;
  readonly onSave: (followed: readonly string[]) => void;
}

/** Where the merchant chooses the customer metafields that Kindred follows. */
export function MetafieldsPage({ offered, followed, ...rest }: MetafieldsPageProps) {
  const text = useText("segments");
  const { error, isSaving, onSave } = rest;
  const [chosen, setChosen, isDirty, discard] = useDraft<readonly string[]>(followed);
  return (
    <Page
      narrowWidth
      title={text("metafields")}
      subtitle={text("metafields.text", { max: MAX })}
      backAction={{ content: text("title"), url: "/app/segments" }}
    >
      <SaveBar
        id="metafields"
        isDirty={isDirty}
        isSaving={isSaving}
        onSave={() => onSave(chosen)}
        onDiscard={discard}
      />
      <BlockStack gap="400">
        {error === "gone" && <ErrorBanner title={text("metafields.error")} />}
        {error === "unreachable" && <ErrorBanner title={text("metafields.failed")} />}
        {offered === null ? (
          <Banner tone="warning" title={text("import.unreachable.title")}>
            {text("import.unreachable.text")}
          </Banner>
        ) : offered.length === 0 ? (
          <Card padding="0">
            <EmptyMessage
              heading={text("metafields.empty.heading")}
              text={text("metafields.empty.text")}
            />
          </Card>
        ) : (
          <Choices offered={offered} chosen={chosen} onChange={setChosen} />
        )}
        <Progress {...rest} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

interface ChoicesProps {
  readonly offered: readonly OfferedMetafield[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Choices({ offered, chosen, onChange }: ChoicesProps) {
  const text = useText("segments");
  return (
    <Card>
      <BlockStack gap="300">
        <ChoiceList
          allowMultiple
          title={text("metafields.list")}
          choices={offered.map(({ id, name, kind }) => ({
            value: id,
            label: name,
            disabled: kind.can === "refuse" || (chosen.length >= MAX && !chosen.includes(id)),
            helpText:
              kind.can === "refuse"
                ? text(`metafields.refused.${kind.because}`)
                : text("metafields.about", { id, type: text(`metafields.type.${kind.reading}`) }),
          }))}
          selected={[...chosen]}
          onChange={(selected) => onChange(inOrder(selected, chosen))}
        />
        <Text as="p" tone="subdued">
          {text("metafields.count", { count: chosen.length, max: MAX })}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** Keeps the order of earlier choices, so that a choice that is taken back leaves nothing to save. */
const inOrder = (selected: readonly string[], before: readonly string[]) => [
  ...before.filter((it) => selected.includes(it)),
  ...selected.filter((it) => !before.includes(it)),
];

function Progress({
  isReading,
  completedAt,
  retryAt,
}: Pick<MetafieldsPageData, "isReading" | "completedAt" | "retryAt">) {
  const text = useText("segments");
  const format = useFormat();
  return (
    <Box paddingInline={IN_LINE_WITH_CARDS}>
      <BlockStack gap="200">
        {retryAt !== null ? (
          <Banner tone="warning">
            {text("metafields.stuck", { at: format.instant(retryAt) })}
          </Banner>
        ) : isReading ? (
          <Text as="p">{text("metafields.reading")}</Text>
        ) : (
          completedAt !== null && (
            <Text as="p">{text("metafields.read", { at: format.instant(completedAt) })}</Text>
          )
        )}
        <Text as="p" tone="subdued">
          {text("metafields.kept")}
        </Text>
        <Text as="p" tone="subdued">
          {text("metafields.removed")}
        </Text>
      </BlockStack>
    </Box>
  );
}
