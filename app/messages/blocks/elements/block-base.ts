import { z } from "zod";
import { SegmentRule } from "~/segments/segment";
import { isLinkUrl, isPictureUrl } from "../../merge/clean-text";
import { schemaMessage } from "../../schema-message";

/** Starts with a letter, because objects keep such keys in insertion order. */
export const BlockId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

// Private use characters (Co) mean nothing outside one font; the compiler marks places with them.
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Co}]*$/u;
/** One line in the merge grammar of merge/merge-grammar.ts. */
export const mergeLine = (maxChars: number) =>
  z.string().max(maxChars, schemaMessage("too_long")).regex(ONE_LINE, schemaMessage("character"));

/**
 * A link target: a web, email or telephone URL with merge values after the host, or one merge value that is a
 * URL: `{{ checkout.url }}`.
 */
export const Href = mergeLine(2_000).refine(isHref, schemaMessage("not_https"));

/** Empty until the merchant sets it: elements that need it are omitted, with a warning before publishing. */
export const OptionalHref = z.union([z.literal(""), Href]);

function isHref(href: string): boolean {
  const isOneValue = /^\{\{[^{}]*\}\}$/.test(href);
  const literal = href.replace(/\{\{[^{}]*\}\}/g, "x");
  const beginsWithHost = literal === href || /^https?:\/\/[^/{}]+\//.test(href);
  return isOneValue || (beginsWithHost && isLinkUrl(literal));
}

/** An image URL without merge values; product images come with the products. */
export const ImageUrl = z
  .string()
  .max(2_000)
  .refine((url) => url === "" || isPictureUrl(url), schemaMessage("not_https"));

export const Align = z.enum(["start", "center"]);
export type Align = z.infer<typeof Align>;

/** Condition of a block; always shown without one. */
const BlockCondition = z.discriminatedUnion("kind", [
  /** A merge value is present or missing. */
  z.strictObject({
    kind: z.literal("value"),
    path: z.string().max(80),
    is: z.enum(["present", "missing"]),
  }),
  /** The recipient does or does not match a segment rule. Evaluated when the message is composed. */
  z.strictObject({
    kind: z.literal("rule"),
    rule: SegmentRule,
    is: z.enum(["met", "not_met"]),
  }),
]);

const REPEATED_LISTS = ["checkout.lines", "cart.lines", "order.lines"] as const;

/** Repeats a block for each line; inside it `item.title` and similar are merge values. */
const Repetition = z.strictObject({
  list: z.enum(REPEATED_LISTS),
  limit: z.number().int().min(1).max(20),
});

export const SavedBlockId = z.string().regex(/^[a-z0-9-]{1,40}$/);
export type SavedBlockId = z.infer<typeof SavedBlockId>;

/** Fields of every block. */
const COMMON = {
  id: BlockId,
  /** The saved block that it is a copy of. */
  savedAs: SavedBlockId.optional(),
  when: BlockCondition.nullable().default(null),
  repeat: Repetition.nullable().default(null),
};

/** Creates the schema of a block kind. */
export function blockOf<K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) {
  return z.strictObject({ ...COMMON, kind: z.literal(kind), ...shape });
}
