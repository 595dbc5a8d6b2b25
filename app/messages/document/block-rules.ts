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

/** Blocks without children that are shown, and whose columns are, in reading order. */
export function visibleLeaves(
  blocks: readonly Block[],
  isVisible: (block: Block) => boolean,
): readonly Block[] {
  return blocks
    .filter(isVisible)
    .flatMap((block) =>
      block.kind === "columns" ? visibleLeaves(block.columns.flat(), isVisible) : [block],
    );
}

/** Product slots visible to a recipient who matches exactly these blocks' rules. */
export function visibleProductSlots(
  blocks: readonly Block[],
  meets: readonly string[],
): readonly ProductSlot[] {
  const isVisible = ({ id, when }: Block) =>
    when?.kind !== "rule" || meets.includes(id) === (when.is === "met");
  return listProductSlots(visibleLeaves(blocks, isVisible));
}
