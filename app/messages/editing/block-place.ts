import type { Block } from "../blocks/block";
import type { EmailDocument } from "../document/email-document";

/** Position of a block: top level or in a column. */
export interface BlockPlace {
  readonly within: { readonly blockId: string; readonly column: number } | null;
  readonly index: number;
}

type Blocks = readonly Block[];

/** Finds a block by id at any level. */
export function findBlock(blocks: Blocks, blockId: string): Block | null {
  for (const block of blocks) {
    if (block.id === blockId) return block;
    const inner = block.kind === "columns" && findBlock(block.columns.flat(), blockId);
    if (inner) return inner;
  }
  return null;
}

/** Finds the position of a block; null if missing. */
export function placeOf({ blocks }: EmailDocument, blockId: string): BlockPlace | null {
  const index = blocks.findIndex(({ id }) => id === blockId);
  if (index >= 0) return { within: null, index };
  for (const block of blocks) {
    if (block.kind !== "columns") continue;
    for (const [column, inner] of block.columns.entries()) {
      const at = inner.findIndex(({ id }) => id === blockId);
      if (at >= 0) return { within: { blockId: block.id, column }, index: at };
    }
  }
  return null;
}

/** The sibling blocks of a position. */
export function blocksAt({ blocks }: EmailDocument, within: BlockPlace["within"]): Blocks {
  if (within === null) return blocks;
  const holder = findBlock(blocks, within.blockId);
  return holder?.kind === "columns" ? (holder.columns[within.column] ?? []) : [];
}

/**
 * The next position up or down. At the end of a column it is beside the parent block; at the end of the email
 * there is none.
 */
export function placeBeside(
  document: EmailDocument,
  blockId: string,
  step: -1 | 1,
): BlockPlace | null {
  const place = placeOf(document, blockId);
  if (!place) return null;
  const index = place.index + step;
  if (index >= 0 && index < blocksAt(document, place.within).length) return { ...place, index };
  const holder = place.within && placeOf(document, place.within.blockId);
  return holder && { within: null, index: holder.index + (step === 1 ? 1 : 0) };
}

/** The blocks with `change` applied to the list at `within`. */
export function changeAt(
  blocks: Blocks,
  within: BlockPlace["within"],
  change: (blocks: Blocks) => Blocks,
): unknown[] {
  if (within === null) return [...change(blocks)];
  return blocks.map((block) =>
    block.kind === "columns" && block.id === within.blockId
      ? {
          ...block,
          columns: block.columns.map((inner, i) => (i === within.column ? change(inner) : inner)),
        }
      : block,
  );
}
