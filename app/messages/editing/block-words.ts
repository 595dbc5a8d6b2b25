import type { Block, BlockKind } from "../blocks/block";
import type { ProductSource } from "../blocks/product-source";
import type { RichText } from "../blocks/rich-text";

/** Display names of block kinds. */
export const BLOCK_NAMES: Readonly<Record<BlockKind, string>> = {
  heading: "Heading",
  text: "Text",
  image: "Picture",
  button: "Button",
  product: "One product",
  "product-grid": "Products",
  "order-summary": "Cart or order",
  coupon: "Discount code",
  menu: "Menu",
  social: "Social accounts",
  divider: "Line",
  spacer: "Space",
  columns: "Columns",
  html: "HTML",
};

const BASKETS = {
  checkout: "the left checkout",
  cart: "the left cart",
  order: "the order",
} as const;

/** One-line summary of a block for the list of blocks. */
export function blockSummary(block: Block): string {
  switch (block.kind) {
    case "heading":
      return block.text;
    case "text":
      return plainWords(block.text);
    case "image":
      return block.alt || (block.src === "" ? "No picture yet" : block.src);
    case "button":
      return block.label;
    case "product":
      return sourceName(block.source);
    case "product-grid":
      return `${block.columns} × ${block.rows}, ${sourceName(block.source)}`;
    case "order-summary":
      return `What is in ${BASKETS[block.of]}`;
    case "coupon":
      return block.code || "No code yet";
    case "menu":
      return block.items.map(({ label }) => label).join(" · ");
    case "social":
      return block.accounts.length === 0 ? "No account yet" : `${block.accounts.length} accounts`;
    case "divider":
      return "";
    case "spacer":
      return `${block.heightPx} px`;
    case "columns":
      return `${block.columns.length} columns`;
    case "html":
      return block.html.replace(/<[^>]*>/g, " ").trim();
  }
}

/** Describes a product source to the merchant. */
function sourceName(source: ProductSource): string {
  switch (source.kind) {
    case "trigger":
      return "what the email is about";
    case "alike":
      return "like what the email is about";
    case "best_sellers":
      return "best sellers";
    case "newest":
      return "newest products";
    case "chosen":
      return source.productIds.length === 1
        ? "1 chosen product"
        : `${source.productIds.length} chosen products`;
    case "list":
      return LISTS[source.list];
  }
}

const LISTS = {
  goes_with: "goes well with",
  chosen_next: "chosen next",
  buy_again: "bought before",
  new_for_you: "new for you",
} as const;

/** Formatted text as plain text, one line per paragraph. */
export function plainWords({ content }: RichText): string {
  const lines = content.flatMap((node) =>
    node.type === "paragraph" ? [node] : node.content.flatMap((item) => item.content),
  );
  return lines
    .map(({ content: inlines = [] }) =>
      inlines.map((inline) => (inline.type === "text" ? inline.text : " ")).join(""),
    )
    .join("\n")
    .trim();
}
