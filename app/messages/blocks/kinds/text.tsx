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
  const style = {
    ...(block.size === "small" ? theme.small : theme.paragraph),
    textAlign: alignIn(context, block.align),
  };
  return <RichTextView text={block.text} style={style} context={context} />;
}
