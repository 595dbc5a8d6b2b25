import { Button } from "react-email";
import { z } from "zod";
import { Align, blockOf, mergeLine, OptionalHref } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

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
  const display = block.width === "full" ? "block" : "inline-block";
  const textAlign = block.align === "center" ? ("center" as const) : theme.start;
  const isOutline = block.look === "outline";
  return (
    <div style={{ margin: isOutline ? "12px 0 8px" : "24px 0 8px", textAlign }}>
      <Button
        className={isOutline ? "outline" : "button"}
        href={link(block.href, "button")}
        style={
          isOutline
            ? { ...theme.outlineButton, padding: "12px 20px", textAlign: "center", display }
            : { ...theme.button, display }
        }
      >
        {merge(block.label)}
      </Button>
    </div>
  );
}
