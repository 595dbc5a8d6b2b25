import { Checkbox, BlockStack, Text } from "@shopify/polaris";
import type { ProductDetails } from "~/messages/blocks/product-source";
import { ChoiceField } from "../fields/choice-field";
import { CountField } from "../fields/count-field";
import { LineField } from "../fields/line-field";
import { SourceField } from "../fields/source-field";
import type { PanelProps } from "./panel";

export function ProductPanel({ block, set, texts }: PanelProps<"product">) {
  return (
    <>
      <SourceField source={block.source} max={1} onChange={(source) => set({ source })} />
      <DetailsField details={block.details} onChange={(details) => set({ details })} />
      <ButtonLabelField block={block} set={set} texts={texts} />
      <RequiredField isRequired={block.required} onChange={(required) => set({ required })} />
    </>
  );
}

const COLUMN_WORDS = { "1": "A list", "2": "2 in a row", "3": "3 in a row" } as const;

export function ProductGridPanel({ block, set, texts }: PanelProps<"product-grid">) {
  return (
    <>
      <LineField
        label="Title"
        value={block.title}
        paths={texts}
        onCommit={(title) => set({ title })}
      />
      <SourceField source={block.source} max={12} onChange={(source) => set({ source })} />
      <ChoiceField
        label="Columns"
        words={COLUMN_WORDS}
        value={String(block.columns) as keyof typeof COLUMN_WORDS}
        onChange={(columns) => set({ columns: Number(columns) })}
      />
      <CountField
        label="Rows"
        from={1}
        to={8}
        value={block.rows}
        onCommit={(rows) => set({ rows })}
      />
      <DetailsField details={block.details} onChange={(details) => set({ details })} />
      <ButtonLabelField block={block} set={set} texts={texts} />
      <RequiredField isRequired={block.required} onChange={(required) => set({ required })} />
    </>
  );
}

const DETAIL_WORDS: Readonly<Record<keyof ProductDetails, string>> = {
  price: "Price",
  compareAt: "Former price, where it is reduced",
  reason: "Why it was chosen",
  button: "Button",
};

interface DetailsFieldProps {
  details: ProductDetails;
  onChange: (details: ProductDetails) => void;
}

/** The details below each product. */
function DetailsField({ details, onChange }: DetailsFieldProps) {
  const fields = Object.keys(DETAIL_WORDS) as (keyof ProductDetails)[];
  return (
    <BlockStack as="fieldset">
      <Text as="legend">Shown of each product</Text>
      {fields.map((field) => (
        <Checkbox
          key={field}
          label={DETAIL_WORDS[field]}
          checked={details[field]}
          onChange={(isShown) => onChange({ ...details, [field]: isShown })}
        />
      ))}
    </BlockStack>
  );
}

interface ButtonLabelProps {
  block: { readonly buttonLabel: string; readonly details: ProductDetails };
  set: (fields: { buttonLabel: string }) => string | null;
  texts: readonly string[];
}

function ButtonLabelField({ block, set, texts }: ButtonLabelProps) {
  if (!block.details.button) return null;
  return (
    <LineField
      label="Button label"
      value={block.buttonLabel}
      paths={texts}
      onCommit={(buttonLabel) => set({ buttonLabel })}
    />
  );
}

interface RequiredFieldProps {
  isRequired: boolean;
  onChange: (isRequired: boolean) => void;
}

function RequiredField({ isRequired, onChange }: RequiredFieldProps) {
  return (
    <Checkbox
      label="The email is pointless without"
      helpText="Then it is not sent to people for whom there is nothing to show."
      checked={isRequired}
      onChange={onChange}
    />
  );
}
