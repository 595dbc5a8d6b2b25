import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { EmailIcon, LayoutFooterIcon } from "@shopify/polaris-icons";
import { flattenBlocks, type Block } from "~/messages/blocks/block";
import { localize } from "~/messages/document/email-document";
import { findBlock, placeOf, type BlockPlace } from "~/messages/editing/block-place";
import { BLOCK_NAMES } from "~/messages/editing/block-words";
import type { DocumentProblem } from "~/messages/editing/check-document";
import { readableMerge } from "~/messages/merge/readable";
import { EMAIL_ITSELF, type Editor } from "../use-editor";
import { AddBlock } from "./add-block";
import { PartButton, SortableBlock } from "./block-row";
import { EmptyColumn, slotPlace } from "./empty-column";
import styles from "./block-list.module.css";

interface BlockListProps {
  editor: Editor;
  problems: readonly DocumentProblem[];
}

/** The email from top to bottom. Blocks are dragged by their handle with mouse, touch or keyboard. */
export function BlockList({ editor, problems }: BlockListProps) {
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
                  <span className={styles.columnName}>{`Column ${column + 1}`}</span>
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
        name="Subject and looks"
        summary={readableMerge(subject)}
        isSelected={selectedId === EMAIL_ITSELF}
        errors={countAt(null)}
        onSelect={() => select(EMAIL_ITSELF)}
      />
      <DndContext
        id="blocks"
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{
          announcements: announcementsFor(blocks),
          screenReaderInstructions: { draggable: INSTRUCTIONS },
        }}
        onDragEnd={end}
      >
        {rows(blocks)}
      </DndContext>
      <AddBlock editor={editor} label="Add a block" at={placeAfter(editor)} />
      <PartButton
        icon={LayoutFooterIcon}
        name="Footer"
        summary="Name, address, unsubscribe"
        isSelected={selectedId === document.footer.id}
        errors={countAt(document.footer.id)}
        onSelect={() => select(document.footer.id)}
      />
    </div>
  );
}

const INSTRUCTIONS =
  "Press space to take up the block, the arrow keys to move it, space again to put it down, escape to leave it where it was.";

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

function announcementsFor(blocks: readonly Block[]): Announcements {
  const name = (id: string | number) => {
    const block = findBlock(blocks, String(id));
    return block ? BLOCK_NAMES[block.kind] : "an empty column";
  };
  const place = (id: string | number) => {
    const all = flattenBlocks(blocks);
    const at = all.findIndex((block) => block.id === id);
    return at < 0 ? "into an empty column" : `to place ${at + 1} of ${all.length}`;
  };
  return {
    onDragStart: ({ active }) => `${name(active.id)} is taken up.`,
    onDragOver: ({ active, over }) =>
      over ? `${name(active.id)} would move ${place(over.id)}.` : undefined,
    onDragEnd: ({ active, over }) =>
      over ? `${name(active.id)} was moved ${place(over.id)}.` : `${name(active.id)} stays.`,
    onDragCancel: ({ active }) => `${name(active.id)} stays where it was.`,
  };
}
