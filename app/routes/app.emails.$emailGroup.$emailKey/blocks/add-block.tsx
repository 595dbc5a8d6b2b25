import { ActionList, Button, Popover } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { BlockKind } from "~/messages/blocks/block";
import type { BlockPlace } from "~/messages/editing/block-place";
import { freshId } from "~/messages/editing/edit-email";
import { newBlock } from "~/messages/editing/new-block";
import type { Editor } from "../use-editor";
import { BLOCK_ICONS } from "./block-icon";

interface AddBlockProps {
  editor: Editor;
  label: string;
  at: BlockPlace;
}

/** Adds a block of any kind at a position. Columns cannot contain columns. */
export function AddBlock({ editor, label, at }: AddBlockProps) {
  const text = useText("email-editor");
  const [isOpen, setOpen] = useState(false);
  const kinds = (Object.keys(BLOCK_ICONS) as BlockKind[]).filter(
    (kind) => at.within === null || kind !== "columns",
  );
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
        items={kinds.map((kind) => ({
          content: text(`block.${kind}`),
          icon: BLOCK_ICONS[kind],
          onAction: () => add(kind),
        }))}
      />
    </Popover>
  );
}
