import { z } from "zod";
import { SegmentRule } from "~/segments/segment";
import { isLinkUrl, isPictureUrl } from "../merge/clean-text";

/** Begins with a letter: objects keep such keys in their order. */
export const BlockId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

// Private use characters (Co) mean nothing outside one font; the compiler marks places with them.
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Co}]*$/u;
export const CANNOT_BE_SHOWN = "Has a character that cannot be shown";

/** One line in the merge grammar of merge/merge-grammar.ts. */
export const mergeLine = (maxChars: number) =>
  z
    .string()
    .max(maxChars, `Must be at most ${maxChars} characters`)
    .regex(ONE_LINE, CANNOT_BE_SHOWN);

/**
 * Where a link leads: a web, mail or telephone address, in which values may
 * stand after the host, or one value that is an address: `{{ checkout.url }}`.
 */
export const Href = mergeLine(2_000).refine(isHref, "Must be an address that begins with https://");

/** Empty while the merchant has not chosen one: what needs it is left out, and said so before publishing. */
export const OptionalHref = z.union([z.literal(""), Href]);

function isHref(href: string): boolean {
  const isOneValue = /^\{\{[^{}]*\}\}$/.test(href);
  const literal = href.replace(/\{\{[^{}]*\}\}/g, "x");
  const beginsWithHost = literal === href || /^https?:\/\/[^/{}]+\//.test(href);
  return isOneValue || (beginsWithHost && isLinkUrl(literal));
}

/** A picture on the web. Its address is fixed; pictures of products come with the products. */
export const ImageUrl = z
  .string()
  .max(2_000)
  .refine((url) => url === "" || isPictureUrl(url), { message: "Must be an https:// address" });

export const Align = z.enum(["start", "center"]);
export type Align = z.infer<typeof Align>;

/** When a block is shown; without a condition always. */
const BlockCondition = z.discriminatedUnion("kind", [
  /** A value of the mail is there, or is not. */
  z.strictObject({
    kind: z.literal("value"),
    path: z.string().max(80),
    is: z.enum(["present", "missing"]),
  }),
  /** The recipient meets a rule, in the grammar of segments, or does not. Asked when the mail leaves. */
  z.strictObject({
    kind: z.literal("rule"),
    rule: SegmentRule,
    is: z.enum(["met", "not_met"]),
  }),
]);

const REPEATED_LISTS = ["checkout.lines", "cart.lines", "order.lines"] as const;

/** A block that stands once for each line; inside it `item.title` and its like are values. */
const Repetition = z.strictObject({
  list: z.enum(REPEATED_LISTS),
  limit: z.number().int().min(1).max(20),
});

/** What every block has. */
const COMMON = {
  id: BlockId,
  when: BlockCondition.nullable().default(null),
  repeat: Repetition.nullable().default(null),
};

/** The schema of one kind of block. */
export function blockOf<K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) {
  return z.strictObject({ ...COMMON, kind: z.literal(kind), ...shape });
}
