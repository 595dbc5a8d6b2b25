import { BlockStack, Button, InlineStack } from "@shopify/polaris";
import { useState, type ReactNode } from "react";
import { useText } from "~/i18n/text-provider";

interface FirstFewProps<Item> {
  items: readonly Item[];
  /** Number of items shown before the merchant asks for all. */
  count: number;
  /** One list item with its key. */
  children: (item: Item) => ReactNode;
}

/** A list that begins with a few items, so that what follows can be seen too. */
export function FirstFew<Item>({ items, count, children }: FirstFewProps<Item>) {
  const [showsAll, setShowsAll] = useState(false);
  const text = useText("common");
  if (items.length === 0) return null;
  return (
    <>
      <BlockStack as="ul" gap="300">
        {(showsAll ? items : items.slice(0, count)).map(children)}
      </BlockStack>
      {items.length > count && (
        <InlineStack>
          <Button variant="plain" ariaExpanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? text("list.fewer") : text("list.all", { count: items.length })}
          </Button>
        </InlineStack>
      )}
    </>
  );
}
