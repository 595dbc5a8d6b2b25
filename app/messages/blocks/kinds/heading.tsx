import { Heading } from "react-email";
import { z } from "zod";
import { Align, blockOf, mergeLine } from "../elements/block-base";
import { alignIn, type BlockProps } from "../elements/render-context";

/** A heading: of the email (large) or of a section (small). */
export const HeadingBlock = blockOf("heading", {
  text: mergeLine(150),
  size: z.enum(["large", "small"]),
  align: Align,
});
export type HeadingBlock = z.infer<typeof HeadingBlock>;

export function HeadingView({ block, context }: BlockProps<HeadingBlock>) {
  const { theme, merge } = context;
  const isLarge = block.size === "large";
  const textAlign = alignIn(context, block.align);
  return (
    <Heading
      as={isLarge ? "h1" : "h2"}
      className={isLarge ? "ink heading" : "ink"}
      style={{ ...(isLarge ? theme.heading : theme.subheading), textAlign }}
    >
      {merge(block.text)}
    </Heading>
  );
}
