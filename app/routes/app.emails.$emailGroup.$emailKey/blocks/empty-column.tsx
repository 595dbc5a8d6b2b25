import { useDroppable } from "@dnd-kit/core";
import { useText } from "~/i18n/text-provider";
import type { BlockPlace } from "~/messages/editing/block-place";
import type { Editor } from "../use-editor";
import { AddBlock } from "./add-block";
import styles from "./block-list.module.css";

type Within = NonNullable<BlockPlace["within"]>;

/** An empty column: a drop target with an add button. */
export function EmptyColumn({ editor, within }: { editor: Editor; within: Within }) {
  const text = useText("email-editor");
  const { setNodeRef, isOver } = useDroppable({ id: slotOf(within) });
  return (
    <div ref={setNodeRef} className={isOver ? styles.slotOver : styles.slot}>
      <AddBlock editor={editor} label={text("blocks.addHere")} at={{ within, index: 0 }} />
    </div>
  );
}

/** Block ids contain no space. */
const slotOf = ({ blockId, column }: Within) => `slot ${blockId} ${column}`;

/** The position of an empty column's drop id, or null for other ids. */
export function slotPlace(id: string): BlockPlace | null {
  const [slot, blockId = "", column] = id.split(" ");
  return slot === "slot" ? { within: { blockId, column: Number(column) }, index: 0 } : null;
}
