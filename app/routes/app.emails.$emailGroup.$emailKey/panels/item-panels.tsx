import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useRef, type ReactNode } from "react";
import { useText } from "~/i18n/text-provider";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import type { PanelProps } from "./panel";

interface ItemListProps<T> {
  items: readonly T[];
  /** 1 by default. */
  min?: number;
  max: number;
  nameOf: (number: number) => string;
  removeLabelOf: (number: number) => string;
  addLabel: string;
  newItem: T;
  children: (item: T, change: (fields: Partial<T>) => string | null) => ReactNode;
  set: (items: T[]) => string | null;
}

/** The items of a block, each with its fields. */
export function ItemList<T>({
  items,
  min = 1,
  max,
  newItem,
  set,
  children,
  ...words
}: ItemListProps<T>) {
  const text = useText("email-editor");
  const add = useRef<HTMLDivElement>(null);
  const remove = (removed: number) => {
    set(items.filter((_, at) => at !== removed));
    // The focused button is gone, and the keyboard would start over at the top of the page.
    requestAnimationFrame(() => add.current?.querySelector("button")?.focus());
  };
  return (
    <>
      {items.map((item, i) => (
        <BlockStack key={i} gap="200">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h4" variant="headingSm">
              {words.nameOf(i + 1)}
            </Text>
            {items.length > min && (
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={words.removeLabelOf(i + 1)}
                onClick={() => remove(i)}
              >
                {text("remove")}
              </Button>
            )}
          </InlineStack>
          {children(item, (fields) =>
            set(items.map((it, at) => (at === i ? { ...it, ...fields } : it))),
          )}
        </BlockStack>
      ))}
      <div ref={add}>
        {items.length < max && (
          <Button fullWidth onClick={() => set([...items, newItem])}>
            {words.addLabel}
          </Button>
        )}
      </div>
    </>
  );
}

export function MenuPanel({ block, set, texts, links }: PanelProps<"menu">) {
  const text = useText("email-editor");
  return (
    <ItemList
      items={block.items}
      max={6}
      nameOf={(number) => text("menu.link", { number })}
      removeLabelOf={(number) => text("menu.remove", { number })}
      addLabel={text("menu.add")}
      newItem={{ label: text("menu.newLabel"), href: "{{ links.shop }}" }}
      set={(items) => set({ items })}
    >
      {({ label, href }, change) => (
        <>
          <LineField
            label={text("field.label")}
            value={label}
            paths={texts}
            onCommit={(changed) => change({ label: changed })}
          />
          <LinkField href={href} links={links} onCommit={(changed) => change({ href: changed })} />
        </>
      )}
    </ItemList>
  );
}

export function BenefitsPanel({ block, set, texts }: PanelProps<"benefits">) {
  const text = useText("email-editor");
  return (
    <ItemList
      items={block.items}
      max={4}
      nameOf={(number) => text("benefits.item", { number })}
      removeLabelOf={(number) => text("benefits.remove", { number })}
      addLabel={text("benefits.add")}
      newItem={{ title: text("benefits.newTitle"), text: "" }}
      set={(items) => set({ items })}
    >
      {(item, change) => (
        <>
          <LineField
            label={text("field.title")}
            value={item.title}
            paths={texts}
            onCommit={(title) => change({ title })}
          />
          <LineField
            label={text("field.text")}
            value={item.text}
            paths={texts}
            onCommit={(changed) => change({ text: changed })}
          />
        </>
      )}
    </ItemList>
  );
}

export function FaqPanel({ block, set, texts }: PanelProps<"faq">) {
  const text = useText("email-editor");
  return (
    <ItemList
      items={block.items}
      max={8}
      nameOf={(number) => text("faq.item", { number })}
      removeLabelOf={(number) => text("faq.remove", { number })}
      addLabel={text("faq.add")}
      newItem={{ question: text("new.question"), answer: "" }}
      set={(items) => set({ items })}
    >
      {({ question, answer }, change) => (
        <>
          <LineField
            label={text("faq.question")}
            value={question}
            paths={texts}
            onCommit={(changed) => change({ question: changed })}
          />
          <LineField
            label={text("faq.answer")}
            value={answer}
            paths={texts}
            onCommit={(changed) => change({ answer: changed })}
          />
        </>
      )}
    </ItemList>
  );
}
