import { BlockStack, Button, Checkbox, InlineStack, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { columnsIn } from "~/messages/editing/new-block";
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
    <ChoiceField
      label={text("field.layout")}
      values={["halves", "narrow-wide", "wide-narrow", "thirds"]}
      nameOf={(it) => text(`columns.${it}`)}
      help={text("columns.help")}
      value={block.layout}
      onChange={(layout) => set(columnsIn(block, layout))}
    />
  );
}

const MAX_ITEMS = 6;

export function MenuPanel({ block, set, texts, links }: PanelProps<"menu">) {
  const text = useText("email-editor");
  const { items } = block;
  const setItem = (at: number, change: Partial<(typeof items)[number]>) =>
    set({ items: items.map((item, i) => (i === at ? { ...item, ...change } : item)) });
  return (
    <>
      {items.map(({ label, href }, i) => (
        <BlockStack key={i} gap="200">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h4" variant="headingSm">
              {text("menu.link", { number: i + 1 })}
            </Text>
            {items.length > 1 && (
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={text("menu.remove", { number: i + 1 })}
                onClick={() => set({ items: items.filter((_, at) => at !== i) })}
              >
                {text("remove")}
              </Button>
            )}
          </InlineStack>
          <LineField
            label={text("field.label")}
            value={label}
            paths={texts}
            onCommit={(changed) => setItem(i, { label: changed })}
          />
          <LinkField
            href={href}
            links={links}
            onCommit={(changed) => setItem(i, { href: changed })}
          />
        </BlockStack>
      ))}
      {items.length < MAX_ITEMS && (
        <Button
          onClick={() =>
            set({ items: [...items, { label: text("menu.newLabel"), href: "{{ links.shop }}" }] })
          }
        >
          {text("menu.add")}
        </Button>
      )}
    </>
  );
}
