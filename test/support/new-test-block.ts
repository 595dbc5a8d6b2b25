import type { Block, BlockKind } from "~/messages/blocks/block";
import { textIn } from "~/i18n/text-in.server";
import { newBlock } from "~/messages/editing/new-block";

/** A new block with English texts. */
export const newTestBlock = <Kind extends BlockKind>(kind: Kind, id: string) =>
  newBlock(kind, id, textIn("en", "email-editor")) as Extract<Block, { kind: Kind }>;
