import type { SegmentRule } from "~/segments/segment";
import { flattenBlocks, type Block } from "../blocks/block";
import { listProductSlots, type ProductSlot } from "./product-slots";

/** A block with the rule that selects its recipients. */
export interface BlockRule {
  readonly blockId: string;
  readonly rule: SegmentRule;
}

/** Blocks with a rule, in reading order. */
export function blockRules(blocks: readonly Block[]): readonly BlockRule[] {
  return flattenBlocks(blocks).flatMap(({ id, when }) =>
    when?.kind === "rule" ? [{ blockId: id, rule: when.rule }] : [],
  );
}

/** Product slots visible to a recipient who matches exactly these blocks' rules. */
export function visibleProductSlots(
  blocks: readonly Block[],
  meets: readonly string[],
): readonly ProductSlot[] {
  const isHidden = ({ id, when }: Block) =>
    when?.kind === "rule" && meets.includes(id) !== (when.is === "met");
  const hidden = new Set(
    blocks.flatMap((block) =>
      // Children of a hidden block are hidden too.
      isHidden(block)
        ? flattenBlocks([block]).map(({ id }) => id)
        : flattenBlocks([block])
            .filter(isHidden)
            .map(({ id }) => id),
    ),
  );
  return listProductSlots(blocks).filter(({ blockId }) => !hidden.has(blockId));
}
