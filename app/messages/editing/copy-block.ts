import { flattenBlocks, type Block, type BlockKind } from "../blocks/block";
import type { EmailDocument } from "../document/email-document";

/** A unique block id. */
export function freshId({ blocks, footer }: EmailDocument, kind: BlockKind): string {
  const taken = new Set([...flattenBlocks(blocks).map(({ id }) => id), footer.id]);
  if (!taken.has(kind)) return kind;
  let n = 2;
  while (taken.has(`${kind}-${n}`)) n += 1;
  return `${kind}-${n}`;
}

/**
 * An unused id for each block of a copy, by the original's.
 *
 * @param given ids for the first blocks, in reading order
 */
export function freshIds(
  document: EmailDocument,
  original: Block,
  given: readonly string[] = [],
): ReadonlyMap<string, string> {
  const newIds = new Map<string, string>();
  let taken = document;
  for (const [i, { id, kind }] of flattenBlocks([original]).entries()) {
    const fresh = given[i] ?? freshId(taken, kind);
    newIds.set(id, fresh);
    // Reserve the id for the next copy.
    taken = { ...taken, blocks: [...taken.blocks, { ...original, id: fresh }] };
  }
  return newIds;
}

/** The block and its children with new ids. */
export const withIds = (block: Block, newIds: ReadonlyMap<string, string>): Block =>
  changeEach(block, (each) => ({ ...each, id: newIds.get(each.id) ?? each.id }));

/** Changes a block and its children. */
export function changeEach(block: Block, change: <B extends Block>(block: B) => B): Block {
  return block.kind === "columns"
    ? change({ ...block, columns: block.columns.map((column) => column.map(change)) })
    : change(block);
}

/** The translations without those of these blocks. */
export function withoutWords(
  translations: EmailDocument["translations"],
  ids: readonly string[],
): EmailDocument["translations"] {
  return Object.fromEntries(
    Object.entries(translations).map(([language, words]) => {
      const kept = Object.entries(words.blocks).filter(([id]) => !ids.includes(id));
      return [language, { ...words, blocks: Object.fromEntries(kept) }];
    }),
  );
}
