import { z } from "zod";
import { blockOf } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/**
 * The merchant's own markup. It is cleaned when it is saved, and again by
 * `context.markup` whenever it is rendered (document/clean-html.server.ts).
 */
export const HtmlBlock = blockOf("html", { html: z.string().max(50_000) });
export type HtmlBlock = z.infer<typeof HtmlBlock>;

export function HtmlView({ block, context }: BlockProps<HtmlBlock>) {
  return (
    <div
      className="ink"
      style={context.theme.paragraph}
      dangerouslySetInnerHTML={{ __html: context.markup(block.html) }}
    />
  );
}
