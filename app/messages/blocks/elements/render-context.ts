import type { Text } from "~/i18n/create-text";
import type { Brand } from "../../brand/brand";
import type { LineView, EmailView } from "../../merge/email-view";
import type { Align } from "./block-base";
import type { Theme } from "../../theme/theme";

/** Position of a tracked link. */
export type LinkPosition =
  | "logo"
  | "button"
  | "pick"
  | "line"
  | "text"
  | "image"
  | "menu"
  | "social";

/** The render context, shared by all blocks of an email. */
export interface RenderContext {
  readonly brand: Brand;
  /** Styles on the background of the block. */
  readonly theme: Theme;
  /** Whether the block is in the opening, which the theme aligns. */
  readonly isOpening: boolean;
  /** A hero at the top or below the opening: as wide as the email, or with the theme's margins; null: among the blocks. */
  readonly banner: "bleed" | "inset" | null;
  /** Built-in texts in the email's language. */
  readonly text: Text<"email">;
  /** BCP 47 */
  readonly language: string;
  /** The recipient's values, or placeholders while compiling. */
  readonly view: EmailView;
  /** Whether the HTML marks each block's start and end, for the editor. */
  readonly marksBlocks: boolean;
  /** Fills in merge values, or writes placeholders. */
  readonly merge: (text: string) => string;
  /** The URL for an `href`. */
  readonly link: (href: string, position: LinkPosition) => string;
  /** Sanitized markup of the merchant with merge values or placeholders. */
  readonly markup: (html: string) => string;
  /** The value or list of a block's condition. */
  readonly valueAt: (path: string) => string | readonly LineView[] | null;
  /** The lines of a repeated block. */
  readonly linesOf: (list: string) => readonly LineView[];
  /** The context for one line of a repeated block. */
  readonly inside: (item: LineView) => RenderContext;
}

/** Props of a block component. */
export interface BlockProps<B> {
  readonly block: B;
  readonly context: RenderContext;
}

/** A block's alignment as left or right; the theme aligns an opening that the merchant left at the start. */
export function alignIn(
  { theme, isOpening }: RenderContext,
  align: Align,
): "left" | "right" | "center" {
  if (align === "center") return "center";
  return isOpening ? theme.align : theme.start;
}
