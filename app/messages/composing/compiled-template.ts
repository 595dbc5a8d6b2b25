import type { LinkPosition } from "../blocks/render-context";
import type { MailLanguage } from "../document/languages";
import type { Filter } from "../merge/merge-grammar";

/**
 * What a value is escaped for. `html` is an element's text or an attribute;
 * `link` and `image` are an `href` and a `src`, whose address is checked;
 * `url-part` is what follows the host in an address; `plain` is the text
 * version; `header` is the subject.
 */
export type Escape = "html" | "link" | "image" | "url-part" | "plain" | "header";

/** A place for a value. A path that begins with "item" is looked up in the innermost repeat's item. */
interface ValuePart {
  readonly kind: "value";
  readonly path: readonly string[];
  readonly filters: readonly Filter[];
  readonly escape: Escape;
}

/** A block that stands once for each item of a list, or only if a value is present or missing. */
export type BlockPart =
  | {
      readonly kind: "repeat";
      readonly path: readonly string[];
      /** At most so many items; null: all. */
      readonly limit: number | null;
      readonly parts: readonly Part[];
    }
  | {
      readonly kind: "show";
      readonly path: readonly string[];
      readonly when: "present" | "missing";
      readonly parts: readonly Part[];
    };

/** A piece of a compiled template; a string is literal output. All of it is plain JSON. */
export type Part = string | ValuePart | BlockPart;

/** An address that the merchant wrote; the mail carries a counted link in its place, `targets.<index>`. */
export interface LinkTarget {
  readonly position: LinkPosition;
  readonly parts: readonly Part[];
}

/** A mail of one shop in one language that lacks only its recipient. Immutable, plain JSON. */
export interface CompiledTemplate {
  readonly language: MailLanguage;
  readonly subject: readonly Part[];
  readonly html: readonly Part[];
  readonly text: readonly Part[];
  readonly targets: readonly LinkTarget[];
  /** Of the four above: the same hash fills in to the same mails. */
  readonly sha256: string;
}
