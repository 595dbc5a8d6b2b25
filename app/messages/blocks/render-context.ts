import type { Brand } from "../brand/brand";
import type { LineView, MailView } from "../mail-view";
import type { Theme } from "../theme/theme";
import type { MailWords } from "../words/mail-words";

/** What kind of place a link that clicks are counted for stands in. */
export type LinkPosition =
  "logo" | "button" | "pick" | "line" | "text" | "image" | "menu" | "social";

/** What blocks are rendered with: the same for every block of a mail, and all that they may use. */
export interface RenderContext {
  readonly brand: Brand;
  readonly theme: Theme;
  /** The words that no merchant writes, in the mail's language. */
  readonly words: MailWords;
  /** BCP 47 */
  readonly language: string;
  /** The recipient's values, or marks for them while compiling. */
  readonly view: MailView;
  /** Whether the HTML says where each block begins and ends, as the editor wants it. */
  readonly marksBlocks: boolean;
  /** A text with its values in place, or with marks. */
  readonly merge: (text: string) => string;
  /** An address as it goes into an `href`. */
  readonly link: (href: string, position: LinkPosition) => string;
  /** Merchant's markup, cleaned, with its values in place or with marks. */
  readonly markup: (html: string) => string;
  /** The value or list that a block's condition asks for. */
  readonly valueAt: (path: string) => string | readonly LineView[] | null;
  /** The lines that a block is repeated over. */
  readonly linesOf: (list: string) => readonly LineView[];
  /** The same for a block that is repeated, at one of its lines. */
  readonly inside: (item: LineView) => RenderContext;
}

/** What the component of a kind of block gets. */
export interface BlockProps<B> {
  readonly block: B;
  readonly context: RenderContext;
}
