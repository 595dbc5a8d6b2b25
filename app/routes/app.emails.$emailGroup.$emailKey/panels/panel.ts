import type { Block, BlockKind } from "~/messages/blocks/block";

/** Props of the panel of a block kind. */
export interface PanelProps<K extends BlockKind> {
  /** In the edited language. */
  readonly block: Extract<Block, { kind: K }>;
  /**
   * Changes fields of the block. Consecutive changes of the same fields are one undo step.
   *
   * @returns why it is invalid, or null
   */
  readonly set: (fields: Partial<Extract<Block, { kind: K }>>) => string | null;
  /** Merge values for its texts. */
  readonly texts: readonly string[];
  /** Merge values for its links. */
  readonly links: readonly string[];
}
