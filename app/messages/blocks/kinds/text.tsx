import { z } from "zod";
import { Align, blockOf } from "../elements/block-base";
import { alignIn, type BlockProps } from "../elements/render-context";
import { RichText } from "../elements/rich-text";
import { RichTextView } from "../elements/RichTextView";

/** The merchant's text, with formatting. */
export const TextBlock = blockOf("text", {
  text: RichText,
  size: z.enum(["normal", "small"]),
  align: Align,
});
export type TextBlock = z.infer<typeof TextBlock>;

export function TextView({ block, context }: BlockProps<TextBlock>) {
  const { theme } = context;
  const isSmall = block.size === "small";
  const style = {
    ...(isSmall ? theme.small : theme.paragraph),
    // Small print belongs to what it is about, such as a price, which the theme aligns.
    textAlign: isSmall && block.align === "start" ? theme.align : alignIn(context, block.align),
  };
  return <RichTextView text={block.text} style={style} context={context} />;
}
