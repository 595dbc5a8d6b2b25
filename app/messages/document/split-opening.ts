import type { Block } from "../blocks/block";
import { piecesOf } from "../blocks/elements/rich-text";

interface SplitBlocks {
  /** The heroes at the top, which are as wide as the email: of several with conditions, a reader sees one. */
  readonly banner: readonly Block[];
  /** The opening, which themes show on their own background; empty if the email begins with something else. */
  readonly opening: readonly Block[];
  /** The heroes directly below the opening, as the theme places them. */
  readonly pictures: readonly Block[];
  readonly rest: readonly Block[];
}

/** A longer text is a letter, not an opening. */
const MAX_CHARS = 700;

/**
 * Splits an email after its opening: heroes, the heading, what directly follows it of texts, buttons and a discount code,
 * and the heroes below them. Conditional variants of the heading belong to it.
 */
export function splitOpening(blocks: readonly Block[]): SplitBlocks {
  const top = countFirst(blocks, isHero);
  const banner = blocks.slice(0, top);
  const below = blocks.slice(top);
  const [first] = below;
  if (first?.kind !== "heading" || first.size !== "large")
    return { banner, opening: [], pictures: [], rest: below };
  const count = countFirst(below, isOpening);
  const after = below.slice(count);
  const heroes = countFirst(after, isHero);
  return {
    banner,
    opening: below.slice(0, count),
    pictures: after.slice(0, heroes),
    rest: after.slice(heroes),
  };
}

const isHero = ({ kind, repeat }: Block) => kind === "hero" && repeat === null;

/** How many blocks from the first on meet the condition. */
function countFirst(blocks: readonly Block[], isMet: (block: Block) => boolean): number {
  const end = blocks.findIndex((block) => !isMet(block));
  return end === -1 ? blocks.length : end;
}

function isOpening(block: Block): boolean {
  // The lines of a list are on the card.
  if (block.repeat !== null) return false;
  if (block.kind === "heading") return block.size === "large";
  if (block.kind === "text") return piecesOf(block.text).texts.join("").length <= MAX_CHARS;
  return block.kind === "button" || block.kind === "coupon" || block.kind === "spacer";
}
