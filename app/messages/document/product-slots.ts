import { flattenBlocks, type Block } from "../blocks/block";
import { heroSize } from "../blocks/kinds/hero";
import type { SlotSource } from "../blocks/elements/product-source";
import { IMAGE_WIDTHS } from "../merge/resize-image";
import type { SlotShape } from "../merge/email-view";

/** A block's slot for products. */
export interface ProductSlot {
  readonly blockId: string;
  readonly source: SlotSource;
  readonly count: number;
  /** Whether the email is skipped if the slot is empty. */
  readonly required: boolean;
  /** Whether it shows a product of another block again on purpose. */
  readonly isReview: boolean;
}

/** The source of a block's products; null: it shows none. */
export function getProductSource(block: Block): SlotSource | null {
  if ("source" in block) return block.source;
  const picture = block.kind === "hero" ? block.picture : null;
  return picture?.kind === "product" ? picture.source : null;
}

/** Product slots of blocks in reading order. */
export function listProductSlots(blocks: readonly Block[]): readonly ProductSlot[] {
  return flattenBlocks(blocks).flatMap((block): ProductSlot[] => {
    const source = getProductSource(block);
    if (source === null) return [];
    const count = block.kind === "product-grid" ? block.columns * block.rows : 1;
    const required = "required" in block && block.required === true;
    const isReview = block.kind === "reviews";
    return [{ blockId: block.id, source, count, required, isReview }];
  });
}

/** Block id → how it shows its products. */
export function slotShapes(blocks: readonly Block[]): Readonly<Record<string, SlotShape>> {
  return Object.fromEntries(
    flattenBlocks(blocks).flatMap((block): [string, SlotShape][] => {
      if (getProductSource(block) === null) return [];
      const isDetailed = block.kind === "product" || block.kind === "product-grid";
      return [
        [
          block.id,
          {
            columns: block.kind === "product-grid" ? block.columns : 1,
            imageSize: block.kind === "hero" ? heroSize(block) : { widthPx: IMAGE_WIDTHS.large },
            maxStock: (isDetailed && block.details.maxStock) || null,
            rating:
              block.kind === "reviews"
                ? block.limits
                : (isDetailed && block.details.rating) || null,
          },
        ],
      ];
    }),
  );
}
