import type { Block, BlockKind } from "~/messages/blocks/block";

/** What the panel of a kind of block gets. */
export interface PanelProps<K extends BlockKind> {
  /** In the language that is edited. */
  readonly block: Extract<Block, { kind: K }>;
  /**
   * Changes fields of the block. More than one letter of the same fields is undone together.
   *
   * @returns why that cannot be, or null
   */
  readonly set: (fields: Partial<Extract<Block, { kind: K }>>) => string | null;
  /** What its texts may name. */
  readonly texts: readonly string[];
  /** What its links may be. */
  readonly links: readonly string[];
}
