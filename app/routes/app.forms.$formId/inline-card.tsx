import { Button, InlineStack, TextField } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";

interface InlineCardProps {
  formId: string;
  /** Adds the block in the theme editor. */
  url: string;
}

/** How an inline form gets into the theme. */
export function InlineCard({ formId, url }: InlineCardProps) {
  const text = useText("forms");
  return (
    <TitledCard title={text("inline.title")} text={text("inline.text")}>
      <TextField
        label={text("inline.key")}
        autoComplete="off"
        readOnly
        selectTextOnFocus
        value={formId}
      />
      <InlineStack>
        <Button url={url} external>
          {text("inline.open")}
        </Button>
      </InlineStack>
    </TitledCard>
  );
}
