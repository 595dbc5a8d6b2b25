import type { Block, BlockKind } from "../blocks/block";
import type { ProductSource, SlotSource } from "../blocks/elements/product-source";
import type { RichText } from "../blocks/elements/rich-text";

export type SourceName = Exclude<SlotSource["kind"], "list"> | ListName;
type ListName = Extract<ProductSource, { kind: "list" }>["list"];

interface SourceSummary {
  readonly source: SourceName;
  /** The number of specific products. */
  readonly count: number;
}

/** What a list shows of a block in one line. */
export type BlockSummary =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "image" | "coupon" }
  | { readonly is: "order"; readonly of: "checkout" | "cart" | "order" }
  | { readonly is: "accounts" | "columns"; readonly count: number }
  | { readonly is: "spacer"; readonly height: number }
  | ({ readonly is: "source" } & SourceSummary)
  | ({ readonly is: "grid"; readonly columns: number; readonly rows: number } & SourceSummary);

export interface NamedBlock {
  readonly kind: BlockKind;
  readonly summary: BlockSummary;
}

export function summarizeBlock(block: Block): BlockSummary {
  switch (block.kind) {
    case "hero":
      if (block.heading !== "" || block.picture.kind === "own")
        return written(block.heading || block.alt);
      return { is: "source", ...sourceSummary(block.picture.source) };
    case "benefits":
      return written(block.items.map(({ title }) => title).join(" · "));
    case "faq":
      return written(block.items.map(({ question }) => question).join(" · "));
    case "heading":
      return written(block.text);
    case "text":
      return written(plainWords(block.text));
    case "image":
      return block.alt === "" && block.src === ""
        ? { is: "image" }
        : written(block.alt || block.src);
    case "button":
      return written(block.label);
    case "product":
      return { is: "source", ...sourceSummary(block.source) };
    case "product-grid": {
      const { columns, rows, source } = block;
      return { is: "grid", columns, rows, ...sourceSummary(source) };
    }
    case "order-summary":
      return { is: "order", of: block.of };
    case "coupon":
      return block.code === "" ? { is: "coupon" } : written(block.code);
    case "reviews":
      return { is: "source", ...sourceSummary(block.source) };
    case "video":
      return written(block.label);
    case "signature":
      return written(block.name);
    case "menu":
      return written(block.items.map(({ label }) => label).join(" · "));
    case "social":
      return { is: "accounts", count: block.accounts.length };
    case "divider":
      return written("");
    case "spacer":
      return { is: "spacer", height: block.heightPx };
    case "columns":
      return { is: "columns", count: block.columns.length };
    case "html":
      return written(block.html.replace(/<[^>]*>/g, " ").trim());
  }
}

const written = (text: string): BlockSummary => ({ is: "text", text });

const sourceSummary = (source: SlotSource): SourceSummary => ({
  source: getSourceName(source),
  count: source.kind === "chosen" ? source.productIds.length : 0,
});

export const getSourceName = (source: SlotSource): SourceName =>
  source.kind === "list" ? source.list : source.kind;

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
