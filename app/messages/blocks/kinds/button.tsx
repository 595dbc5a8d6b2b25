import { Button } from "react-email";
import { z } from "zod";
import { Align, blockOf, mergeLine, OptionalHref } from "../elements/block-base";
import { alignIn, type BlockProps } from "../elements/render-context";

/** A call to action; outlined for secondary ones. Omitted without a link. */
export const ButtonBlock = blockOf("button", {
  label: mergeLine(60),
  href: OptionalHref,
  width: z.enum(["full", "auto"]),
  align: Align,
  /** Filled by default, as the primary call to action. */
  look: z.enum(["filled", "outline"]).optional(),
});
export type ButtonBlock = z.infer<typeof ButtonBlock>;

export function ButtonView({ block, context }: BlockProps<ButtonBlock>) {
  const { theme, merge, link } = context;
  if (block.href === "") return null;
  // In the opening the theme sets the width; on phones a full one stays full.
  const isFull = block.width === "full";
  const isWide = isFull && (!context.isOpening || theme.design.button.isWide);
  const display = isWide ? "block" : "inline-block";
  const textAlign = context.isOpening ? theme.align : alignIn(context, block.align);
  const isOutline = block.look === "outline";
  return (
    <div style={{ margin: isOutline ? "12px 0 8px" : "24px 0 8px", textAlign }}>
      <Button
        className={`${isOutline ? "outline" : "button"}${isFull ? " wide" : ""}`}
        href={link(block.href, "button")}
        style={
          isOutline
            ? { ...theme.outlineButton, padding: "13px 22px", textAlign: "center", display }
            : { ...theme.button, display }
        }
      >
        {merge(block.label)}
      </Button>
    </div>
  );
}
