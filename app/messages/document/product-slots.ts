import { flattenBlocks, type Block } from "../blocks/block";
import type { ProductSource } from "../blocks/elements/product-source";

/** A block's slot for products. */
export interface ProductSlot {
  readonly blockId: string;
  readonly source: ProductSource;
  readonly count: number;
  /** Whether the email is skipped if the slot is empty. */
  readonly required: boolean;
}

/** Product slots of blocks in reading order. */
export function listProductSlots(blocks: readonly Block[]): readonly ProductSlot[] {
  return flattenBlocks(blocks).flatMap((block): ProductSlot[] => {
    if (block.kind !== "product" && block.kind !== "product-grid") return [];
    const { id: blockId, source, required } = block;
    const count = block.kind === "product" ? 1 : block.columns * block.rows;
    return [{ blockId, source, count, required }];
  });
}

/** Block id → products per row. */
export function productColumns(blocks: readonly Block[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    flattenBlocks(blocks).flatMap((block) => {
      if (block.kind === "product") return [[block.id, 1] as const];
      return block.kind === "product-grid" ? [[block.id, block.columns] as const] : [];
    }),
  );
}
