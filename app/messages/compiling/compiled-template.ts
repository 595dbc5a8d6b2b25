import type { LinkPosition } from "../blocks/elements/render-context";
import type { EmailLanguage } from "../document/languages";
import type { Filter } from "../merge/merge-grammar";

/**
 * Escaping of a value. `html`: text or attribute; `link` and `image`: a checked URL in `href`, or in `src` or `background`;
 * `url-part`: part of a URL after the host; `json`: JSON that is safe in a script; `plain`: text version; `link-number`: a
 * URL in the text version, which has it at its end; `header`: subject.
 */
export type Escape =
  | "html"
  | "link"
  | "image"
  | "url-part"
  | "json"
  | "plain"
  | "link-number"
  | "header";

/** A merge value. A path that starts with "item" is resolved in the innermost repeated item. */
interface ValuePart {
  readonly kind: "value";
  readonly path: readonly string[];
  readonly filters: readonly Filter[];
  readonly escape: Escape;
}

/** A block repeated per item, or shown if a value is present or missing. */
export type BlockPart =
  | {
      readonly kind: "repeat";
      readonly path: readonly string[];
      /** Maximum items; null: all. */
      readonly limit: number | null;
      readonly parts: readonly TemplatePart[];
    }
  | {
      readonly kind: "show";
      readonly path: readonly string[];
      readonly when: "present" | "missing";
      readonly parts: readonly TemplatePart[];
    };

/** A part of a compiled template; a string is literal output. Plain JSON. */
export type TemplatePart = string | ValuePart | BlockPart;

/** A URL that the merchant wrote; the email contains a tracked link instead, `targets.<index>`. */
export interface LinkTarget {
  readonly position: LinkPosition;
  readonly parts: readonly TemplatePart[];
}

/** A compiled email of one shop in one language, ready for recipients. Immutable, plain JSON. */
export interface CompiledTemplate {
  readonly language: EmailLanguage;
  readonly subject: readonly TemplatePart[];
  readonly html: readonly TemplatePart[];
  readonly text: readonly TemplatePart[];
  readonly targets: readonly LinkTarget[];
  /** Hash of the fields above: equal hashes give equal emails. */
  readonly sha256: string;
}
