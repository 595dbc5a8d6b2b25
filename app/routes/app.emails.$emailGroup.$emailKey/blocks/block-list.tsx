import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
  useDroppable,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { EmailIcon, LayoutFooterIcon } from "@shopify/polaris-icons";
import { useMergeNames } from "~/components/email/use-merge-names";
import type { Text } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import { flattenBlocks, type Block } from "~/messages/blocks/block";
import { localize } from "~/messages/document/email-document";
import { findBlock, placeOf, type BlockPlace } from "~/messages/editing/block-place";
import type { DocumentProblem } from "~/messages/editing/check-document";
import { readableMerge } from "~/messages/merge/readable";
import { EMAIL_ITSELF, type Editor } from "../use-editor";
import { AddBlock } from "./add-block";
import { PartButton, SortableBlock } from "./block-row";
import styles from "./block-list.module.css";

interface BlockListProps {
  editor: Editor;
  problems: readonly DocumentProblem[];
}

/** The email from top to bottom. Blocks are dragged by their handle with mouse, touch or keyboard. */
export function BlockList({ editor, problems }: BlockListProps) {
  const text = useText("email-editor");
  const mergeName = useMergeNames();
  const { document, language, selectedId, select } = editor;
  const { blocks, subject } = localize(document, language);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const countAt = (blockId: string | null) =>
    problems.filter((it) => it.blockId === blockId && it.severity === "error").length;
  const end = ({ active, over }: DragEndEvent) => {
    const to = over && placeAt(editor, String(over.id));
    if (!to || active.id === over.id) return;
    select(String(active.id));
    editor.edit({ kind: "move", blockId: String(active.id), to });
  };
  const rows = (list: readonly Block[]) => (
    <SortableContext items={list.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
      <ul className={styles.list}>
        {list.map((block) => (
          <SortableBlock
            key={block.id}
            block={block}
            isSelected={block.id === selectedId}
            errors={countAt(block.id)}
            onSelect={() => select(block.id)}
          >
            {block.kind === "columns" &&
              block.columns.map((inner, column) => (
                <div key={column} className={styles.column}>
                  <span className={styles.columnName}>
                    {text("blocks.column", { number: column + 1 })}
                  </span>
                  {inner.length > 0 ? (
                    rows(inner)
                  ) : (
                    <EmptyColumn editor={editor} within={{ blockId: block.id, column }} />
                  )}
                </div>
              ))}
          </SortableBlock>
        ))}
      </ul>
    </SortableContext>
  );
  return (
    <div className={styles.parts}>
      <PartButton
        icon={EmailIcon}
        name={text("blocks.email")}
        summary={readableMerge(subject, mergeName)}
        isSelected={selectedId === EMAIL_ITSELF}
        errors={countAt(null)}
        onSelect={() => select(EMAIL_ITSELF)}
      />
      <DndContext
        id="blocks"
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{
          announcements: announcementsFor(blocks, text),
          screenReaderInstructions: { draggable: text("drag.help") },
        }}
        onDragEnd={end}
      >
        {rows(blocks)}
      </DndContext>
      <AddBlock editor={editor} label={text("blocks.add")} at={placeAfter(editor)} />
      <PartButton
        icon={LayoutFooterIcon}
        name={text("footer")}
        summary={text("blocks.footer")}
        isSelected={selectedId === document.footer.id}
        errors={countAt(document.footer.id)}
        onSelect={() => select(document.footer.id)}
      />
    </div>
  );
}

/** The target position of a block dropped over this one, or over an empty column. */
function placeAt({ document }: Editor, overId: string): BlockPlace | null {
  return slotPlace(overId) ?? placeOf(document, overId);
}

/** Below the selected block; without one at the end. */
function placeAfter({ document, selectedId }: Editor): BlockPlace {
  const place = placeOf(document, selectedId);
  if (place) return { ...place, index: place.index + 1 };
  return { within: null, index: document.blocks.length };
}

function announcementsFor(blocks: readonly Block[], text: Text<"email-editor">): Announcements {
  const name = (id: string | number) => {
    const block = findBlock(blocks, String(id));
    return block ? text(`block.${block.kind}`) : "";
  };
  const announce = (
    done: "over" | "dropped",
    { active, over }: Pick<DragEndEvent, "active" | "over">,
  ) => {
    const block = name(active.id);
    if (!over) return done === "over" ? undefined : text("drag.canceled", { block });
    const all = flattenBlocks(blocks);
    const at = all.findIndex(({ id }) => id === over.id);
    if (at < 0)
      return text(done === "over" ? "drag.overColumn" : "drag.droppedInColumn", { block });
    return text(`drag.${done}`, { block, position: at + 1, count: all.length });
  };
  return {
    onDragStart: ({ active }) => text("drag.started", { block: name(active.id) }),
    onDragOver: (event) => announce("over", event),
    onDragEnd: (event) => announce("dropped", event),
    onDragCancel: ({ active }) => text("drag.canceled", { block: name(active.id) }),
  };
}

type Within = NonNullable<BlockPlace["within"]>;

/** An empty column: a drop target with an add button. */
function EmptyColumn({ editor, within }: { editor: Editor; within: Within }) {
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
function slotPlace(id: string): BlockPlace | null {
  const [slot, blockId = "", column] = id.split(" ");
  return slot === "slot" ? { within: { blockId, column: Number(column) }, index: 0 } : null;
}
