import type { TemplateId } from "~/flows/send-step";
import type { Filter } from "../merge/merge-grammar";

/**
 * What a value is escaped for. `html` is an element's text or an attribute;
 * `link` and `image` are an `href` and a `src`, whose address is checked;
 * `plain` is the text version; `header` is the subject.
 */
export type Escape = "html" | "link" | "image" | "plain" | "header";

/** A place for a value. A path that begins with "item" is looked up in the innermost repeat's item. */
export interface ValuePart {
  readonly kind: "value";
  readonly path: readonly string[];
  readonly filters: readonly Filter[];
  readonly escape: Escape;
}

/** A block that stands once for each item of a list, or only if a value is present or missing. */
export type BlockPart =
  | { readonly kind: "repeat"; readonly path: readonly string[]; readonly parts: readonly Part[] }
  | {
      readonly kind: "show";
      readonly path: readonly string[];
      readonly when: "present" | "missing";
      readonly parts: readonly Part[];
    };

/** A piece of a compiled template; a string is literal output. All of it is plain JSON. */
export type Part = string | ValuePart | BlockPart;

/** A mail of one shop and step that lacks only its recipient. Immutable, plain JSON. */
export interface CompiledTemplate {
  readonly id: TemplateId;
  readonly version: number;
  readonly subject: readonly Part[];
  readonly html: readonly Part[];
  readonly text: readonly Part[];
  /** Of the three above: the same hash fills in to the same mails. */
  readonly sha256: string;
}
