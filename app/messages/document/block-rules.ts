import type { SegmentRule } from "~/segments/segment";
import { flattenBlocks, type Block } from "../blocks/block";
import { listProductSlots, type ProductSlot } from "./product-slots";

/** A block that only some recipients are shown, and the rule that says who. */
export interface BlockRule {
  readonly blockId: string;
  readonly rule: SegmentRule;
}

/** The blocks whose condition is a rule, in reading order. */
export function blockRules(blocks: readonly Block[]): readonly BlockRule[] {
  return flattenBlocks(blocks).flatMap(({ id, when }) =>
    when?.kind === "rule" ? [{ blockId: id, rule: when.rule }] : [],
  );
}

/** The products that a mail wants shown to somebody who meets just these blocks' rules. */
export function visibleProductSlots(
  blocks: readonly Block[],
  meets: readonly string[],
): readonly ProductSlot[] {
  const isHidden = ({ id, when }: Block) =>
    when?.kind === "rule" && meets.includes(id) !== (when.is === "met");
  const hidden = new Set(
    blocks.flatMap((block) =>
      // What stands in a block that is not shown is not shown either.
      isHidden(block)
        ? flattenBlocks([block]).map(({ id }) => id)
        : flattenBlocks([block])
            .filter(isHidden)
            .map(({ id }) => id),
    ),
  );
  return listProductSlots(blocks).filter(({ blockId }) => !hidden.has(blockId));
}
