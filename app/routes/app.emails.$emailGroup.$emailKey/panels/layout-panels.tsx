import { BlockStack, Button, Checkbox, InlineStack, Text } from "@shopify/polaris";
import { columnsIn } from "~/messages/editing/new-block";
import { AlignField } from "../fields/align-field";
import { PictureFields } from "../fields/picture-fields";
import { ChoiceField } from "../fields/choice-field";
import { CountField } from "../fields/count-field";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import type { PanelProps } from "./panel";

export function ImagePanel({ block, set, texts, links }: PanelProps<"image">) {
  return (
    <>
      <PictureFields block={block} set={set} />
      <LineField
        label="What it shows"
        value={block.alt}
        help="Read out to people who cannot see it, and shown where pictures are off."
        paths={texts}
        onCommit={(alt) => set({ alt })}
      />
      <LinkField href={block.href} links={links} onCommit={(href) => set({ href })} />
      <CountField
        label="Width"
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
  return (
    <>
      <ChoiceField
        label="Shows"
        words={{ checkout: "The left checkout", cart: "The left cart", order: "The order" }}
        help="Left out for people who have none."
        value={block.of}
        onChange={(of) => set({ of })}
      />
      <Checkbox
        label="With its total"
        checked={block.showTotal}
        onChange={(showTotal) => set({ showTotal })}
      />
    </>
  );
}

export function SpacerPanel({ block, set }: PanelProps<"spacer">) {
  return (
    <CountField
      label="Height"
      unit="px"
      from={4}
      to={120}
      value={block.heightPx}
      onCommit={(heightPx) => set({ heightPx })}
    />
  );
}

export function DividerPanel() {
  return (
    <Text as="p" tone="subdued">
      A thin line between two parts. It has no settings of its own.
    </Text>
  );
}

export function ColumnsPanel({ block, set }: PanelProps<"columns">) {
  return (
    <ChoiceField
      label="Layout"
      words={{
        halves: "Two, of one width",
        "narrow-wide": "Two, the second wider",
        "wide-narrow": "Two, the first wider",
        thirds: "Three, of one width",
      }}
      help="On a phone one stands below the other."
      value={block.layout}
      onChange={(layout) => set(columnsIn(block, layout))}
    />
  );
}

const MAX_ITEMS = 6;

export function MenuPanel({ block, set, texts, links }: PanelProps<"menu">) {
  const { items } = block;
  const setItem = (at: number, change: Partial<(typeof items)[number]>) =>
    set({ items: items.map((item, i) => (i === at ? { ...item, ...change } : item)) });
  return (
    <>
      {items.map(({ label, href }, i) => (
        <BlockStack key={i} gap="200">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h4" variant="headingSm">{`Link ${i + 1}`}</Text>
            {items.length > 1 && (
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`Remove link ${i + 1}`}
                onClick={() => set({ items: items.filter((_, at) => at !== i) })}
              >
                Remove
              </Button>
            )}
          </InlineStack>
          <LineField
            label="Label"
            value={label}
            paths={texts}
            onCommit={(text) => setItem(i, { label: text })}
          />
          <LinkField href={href} links={links} onCommit={(text) => setItem(i, { href: text })} />
        </BlockStack>
      ))}
      {items.length < MAX_ITEMS && (
        <Button
          onClick={() => set({ items: [...items, { label: "More", href: "{{ links.shop }}" }] })}
        >
          Add a link
        </Button>
      )}
    </>
  );
}
