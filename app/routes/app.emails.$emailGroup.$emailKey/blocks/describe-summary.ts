import type { Text } from "~/i18n/create-text";
import type { BlockSummary } from "~/messages/editing/block-summary";

/** What a list shows of a block in one line. */
export function describeSummary(summary: BlockSummary, text: Text<"email-editor">): string {
  switch (summary.is) {
    case "text":
      return summary.text;
    case "order":
      return text(`order.${summary.of}`);
    case "source":
      return describeSource(summary, text);
    case "grid": {
      const { columns, rows } = summary;
      return text("summary.grid", { columns, rows, source: describeSource(summary, text) });
    }
    case "image":
    case "coupon":
    case "accounts":
    case "columns":
    case "spacer":
      return text(`summary.${summary.is}`, { ...summary });
  }
}

function describeSource(
  { source, count }: Extract<BlockSummary, { is: "source" | "grid" }>,
  text: Text<"email-editor">,
): string {
  return source === "chosen" ? text("summary.chosen", { count }) : text(`source.${source}`);
}
