import { ActionList, Button, Popover } from "@shopify/polaris";
import { EditIcon, PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { BlockKind } from "~/messages/blocks/block";
import type { BlockPlace } from "~/messages/editing/block-place";
import { copySaved } from "~/messages/editing/copy-saved";
import type { SavedBlock } from "~/messages/editing/saved-block";
import { freshId } from "~/messages/editing/copy-block";
import { newBlock } from "~/messages/editing/new-block";
import { useSavedBlocks } from "../saved/saved-blocks";
import type { Editor } from "../use-editor";
import { BLOCK_ICONS } from "./block-icon";

interface AddBlockProps {
  editor: Editor;
  label: string;
  at: BlockPlace;
}

/** Adds a block of any kind, or a saved one, at a position. Columns cannot contain columns. */
export function AddBlock({ editor, label, at }: AddBlockProps) {
  const text = useText("email-editor");
  const [isOpen, setOpen] = useState(false);
  const kinds = (Object.keys(BLOCK_ICONS) as BlockKind[]).filter(
    (kind) => at.within === null || kind !== "columns",
  );
  const { blocks, manage } = useSavedBlocks();
  const saved = blocks.filter(
    ({ content }) => at.within === null || content.block.kind !== "columns",
  );
  const addSaved = (chosen: SavedBlock) => {
    setOpen(false);
    const { id } = copySaved(editor.document, chosen).block;
    if (editor.edit({ kind: "insert_saved", saved: chosen, at }) === null) editor.select(id);
  };
  const add = (kind: BlockKind) => {
    setOpen(false);
    const block = newBlock(kind, freshId(editor.document, kind), text);
    if (editor.edit({ kind: "insert", block, at }) === null) editor.select(block.id);
  };
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Button
          icon={PlusIcon}
          variant="tertiary"
          fullWidth
          textAlign="start"
          disclosure
          onClick={() => setOpen(!isOpen)}
        >
          {label}
        </Button>
      }
    >
      <ActionList
        sections={[
          {
            items: kinds.map((kind) => ({
              content: text(`block.${kind}`),
              icon: BLOCK_ICONS[kind],
              onAction: () => add(kind),
            })),
          },
          ...(blocks.length === 0
            ? []
            : [
                {
                  title: text("saved.title"),
                  items: [
                    ...saved.map((block) => ({
                      content: block.name,
                      icon: BLOCK_ICONS[block.content.block.kind],
                      onAction: () => addSaved(block),
                    })),
                    {
                      content: text("saved.manage"),
                      icon: EditIcon,
                      onAction: () => {
                        setOpen(false);
                        manage();
                      },
                    },
                  ],
                },
              ]),
        ]}
      />
    </Popover>
  );
}
