import { Checkbox, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { columnsIn } from "~/messages/editing/new-block";
import { SECTION_GROUNDS } from "~/messages/theme/designs/theme-design";
import { AlignField } from "../fields/align-field";
import { PictureFields } from "../fields/picture-fields";
import { ChoiceField } from "../fields/choice-field";
import { CountField } from "../fields/count-field";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import type { PanelProps } from "./panel";

export function ImagePanel({ block, set, texts, links }: PanelProps<"image">) {
  const text = useText("email-editor");
  return (
    <>
      <PictureFields block={block} set={set} />
      <LineField
        label={text("image.alt")}
        value={block.alt}
        help={text("image.altHelp")}
        paths={texts}
        onCommit={(alt) => set({ alt })}
      />
      <LinkField href={block.href} links={links} onCommit={(href) => set({ href })} />
      <CountField
        label={text("field.width")}
        unit="px"
        from={20}
        to={520}
        value={block.widthPx}
        onCommit={(widthPx) => set({ widthPx })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function OrderSummaryPanel({ block, set }: PanelProps<"order-summary">) {
  const text = useText("email-editor");
  return (
    <>
      <ChoiceField
        label={text("order.label")}
        values={["checkout", "cart", "order"]}
        nameOf={(it) => text(`order.${it}`)}
        help={text("order.help")}
        value={block.of}
        onChange={(of) => set({ of })}
      />
      <Checkbox
        label={text("order.total")}
        checked={block.showTotal}
        onChange={(showTotal) => set({ showTotal })}
      />
      <Checkbox
        label={text("order.singlePicture")}
        helpText={text("order.singlePictureHelp")}
        checked={block.showSinglePicture !== false}
        onChange={(showSinglePicture) => set({ showSinglePicture })}
      />
    </>
  );
}

export function SpacerPanel({ block, set }: PanelProps<"spacer">) {
  const text = useText("email-editor");
  return (
    <CountField
      label={text("field.height")}
      unit="px"
      from={4}
      to={120}
      value={block.heightPx}
      onCommit={(heightPx) => set({ heightPx })}
    />
  );
}

export function DividerPanel() {
  const text = useText("email-editor");
  return (
    <Text as="p" tone="subdued">
      {text("settings.none")}
    </Text>
  );
}

export function ColumnsPanel({ block, set }: PanelProps<"columns">) {
  const text = useText("email-editor");
  return (
    <>
      <ChoiceField
        label={text("field.layout")}
        values={["one", "halves", "narrow-wide", "wide-narrow", "thirds"]}
        nameOf={(it) => text(`columns.${it}`)}
        help={text("columns.help")}
        value={block.layout}
        onChange={(layout) => set(columnsIn(block, layout))}
      />
      <ChoiceField
        label={text("columns.background")}
        values={["none", ...SECTION_GROUNDS]}
        nameOf={(it) => text(`columns.background.${it}`)}
        value={block.background ?? "none"}
        onChange={(it) => set({ background: it === "none" ? undefined : it })}
      />
    </>
  );
}
