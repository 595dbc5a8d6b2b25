import { Checkbox, BlockStack, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { GOOD_RATING, type ProductDetails } from "~/messages/blocks/elements/product-source";
import { ChoiceField } from "../fields/choice-field";
import { CountField } from "../fields/count-field";
import { LineField } from "../fields/line-field";
import { RatingLimitsFields } from "../fields/rating-limits-fields";
import { RequiredField } from "../fields/required-field";
import { SourceField } from "../fields/source-field";
import type { PanelProps } from "./panel";

export function ProductPanel({ block, set, texts }: PanelProps<"product">) {
  const text = useText("email-editor");
  return (
    <>
      <SourceField source={block.source} max={1} onChange={(source) => set({ source })} />
      <Checkbox
        label={text("details.picture")}
        checked={block.showPicture !== false}
        onChange={(showPicture) => set({ showPicture })}
      />
      <DetailsField details={block.details} onChange={(details) => set({ details })} />
      <ButtonLabelField block={block} set={set} texts={texts} />
      <RequiredField isRequired={block.required} onChange={(required) => set({ required })} />
    </>
  );
}

export function ProductGridPanel({ block, set, texts }: PanelProps<"product-grid">) {
  const text = useText("email-editor");
  return (
    <>
      <LineField
        label={text("field.title")}
        value={block.title}
        paths={texts}
        onCommit={(title) => set({ title })}
      />
      <SourceField source={block.source} max={12} onChange={(source) => set({ source })} />
      <ChoiceField
        label={text("grid.columns")}
        values={["1", "2", "3"]}
        nameOf={(it) =>
          it === "1" ? text("grid.list") : text("grid.perRow", { count: Number(it) })
        }
        value={String(block.columns)}
        onChange={(columns) => set({ columns: Number(columns) })}
      />
      <CountField
        label={text("grid.rows")}
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

const DETAILS = [
  "price",
  "compareAt",
  "reason",
  "button",
] as const satisfies readonly (keyof ProductDetails)[];

/** The limit of units when the merchant turns this on. */
const FEW_UNITS = 5;

interface DetailsFieldProps {
  details: ProductDetails;
  onChange: (details: ProductDetails) => void;
}

/** The details below each product. */
function DetailsField({ details, onChange }: DetailsFieldProps) {
  const text = useText("email-editor");
  const { maxStock, ...others } = details;
  const { rating, ...withoutRating } = details;
  return (
    <BlockStack as="fieldset">
      <Text as="legend">{text("details")}</Text>
      {DETAILS.map((field) => (
        <Checkbox
          key={field}
          label={text(`details.${field}`)}
          checked={details[field]}
          onChange={(isShown) => onChange({ ...details, [field]: isShown })}
        />
      ))}
      <Checkbox
        label={text("details.stock")}
        helpText={text("details.stockHelp")}
        checked={maxStock !== undefined}
        onChange={(isShown) => onChange(isShown ? { ...others, maxStock: FEW_UNITS } : others)}
      />
      {maxStock !== undefined && (
        <CountField
          label={text("details.maxStock")}
          from={1}
          to={20}
          value={maxStock}
          onCommit={(changed) => {
            onChange({ ...details, maxStock: changed });
            return null;
          }}
        />
      )}
      <Checkbox
        label={text("details.rating")}
        helpText={text("details.ratingHelp")}
        checked={rating !== undefined}
        onChange={(isShown) =>
          onChange(isShown ? { ...details, rating: GOOD_RATING } : withoutRating)
        }
      />
      {rating !== undefined && (
        <RatingLimitsFields
          limits={rating}
          onChange={(limits) => {
            onChange({ ...details, rating: limits });
            return null;
          }}
        />
      )}
    </BlockStack>
  );
}

interface ButtonLabelProps {
  block: { readonly buttonLabel: string; readonly details: ProductDetails };
  set: (fields: { buttonLabel: string }) => string | null;
  texts: readonly string[];
}

function ButtonLabelField({ block, set, texts }: ButtonLabelProps) {
  const text = useText("email-editor");
  if (!block.details.button) return null;
  return (
    <LineField
      label={text("field.buttonLabel")}
      value={block.buttonLabel}
      paths={texts}
      onCommit={(buttonLabel) => set({ buttonLabel })}
    />
  );
}
