import { Button } from "react-email";
import { z } from "zod";
import { Align, blockOf, mergeLine, OptionalHref } from "../block-base";
import type { BlockProps } from "../render-context";

/** The one thing that the mail asks for. A button that leads nowhere yet is left out. */
export const ButtonBlock = blockOf("button", {
  label: mergeLine(60),
  href: OptionalHref,
  width: z.enum(["full", "auto"]),
  align: Align,
});
export type ButtonBlock = z.infer<typeof ButtonBlock>;

export function ButtonView({ block, context }: BlockProps<ButtonBlock>) {
  const { theme, merge, link } = context;
  if (block.href === "") return null;
  const display = block.width === "full" ? "block" : "inline-block";
  return (
    <div
      style={{ margin: "24px 0 8px", textAlign: block.align === "center" ? "center" : theme.start }}
    >
      <Button
        className="button"
        href={link(block.href, "button")}
        style={{ ...theme.button, display }}
      >
        {merge(block.label)}
      </Button>
    </div>
  );
}
