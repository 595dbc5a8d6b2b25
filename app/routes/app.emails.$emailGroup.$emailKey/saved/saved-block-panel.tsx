import { Banner, BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useMemo, useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { Dialog } from "~/components/forms/dialog";
import { useText } from "~/i18n/text-provider";
import type { Block } from "~/messages/blocks/block";
import { copiesOf, isUnchangedCopy } from "~/messages/editing/copy-saved";
import { takeContent, type SavedBlockRow } from "~/messages/editing/saved-block";
import type { Editor } from "../use-editor";
import { useSavedBlocks } from "./saved-blocks";

interface PanelProps {
  block: Block;
  editor: Editor;
}

/** Saves a block for other emails, or says of which saved block it is a copy. */
export function SavedBlockPanel({ block, editor }: PanelProps) {
  const { blocks } = useSavedBlocks();
  // A deleted saved block has left an ordinary block.
  const saved = blocks.find(({ savedBlockId }) => savedBlockId === block.savedAs);
  return saved ? (
    <CopyFields block={block} editor={editor} saved={saved} />
  ) : (
    <SaveFields block={block} editor={editor} />
  );
}

function SaveFields({ block, editor }: PanelProps) {
  const text = useText("email-editor");
  const [isNaming, setNaming] = useState(false);
  return (
    <InlineStack>
      <Button onClick={() => setNaming(true)}>{text("saved.save")}</Button>
      {isNaming && <NameModal block={block} editor={editor} onClose={() => setNaming(false)} />}
    </InlineStack>
  );
}

const MAX_NAME_CHARS = 60;

function NameModal({ block, editor, onClose }: PanelProps & { onClose: () => void }) {
  const text = useText("email-editor");
  const { act } = useSavedBlocks();
  const [name, setName] = useState("");
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    const content = takeContent(editor.document, block.id);
    if (content === null) return;
    setSaving(true);
    const outcome = await act({ act: "save", name: name.trim(), content });
    setSaving(false);
    if (outcome?.kind !== "saved") return;
    const fields = { savedAs: outcome.savedBlockId };
    editor.edit({ kind: "set", blockId: block.id, language: editor.language, fields });
    onClose();
  };
  return (
    <Dialog
      open
      title={text("saved.save")}
      onClose={onClose}
      primaryAction={{
        content: text("saved.saveNow"),
        disabled: name.trim() === "",
        loading: isSaving,
        onAction: () => void save(),
      }}
    >
      <Dialog.Section>
        <TextField
          label={text("saved.name")}
          value={name}
          maxLength={MAX_NAME_CHARS}
          autoComplete="off"
          autoFocus
          helpText={text("saved.saveHelp")}
          onChange={setName}
        />
      </Dialog.Section>
    </Dialog>
  );
}

function CopyFields({ block, editor, saved }: PanelProps & { saved: SavedBlockRow }) {
  const text = useText("email-editor");
  const { document, edit, language } = editor;
  const isUnchanged = useMemo(
    () => isUnchangedCopy(document, block.id, saved),
    [document, block.id, saved],
  );
  const detach = () =>
    edit({ kind: "set", blockId: block.id, language, fields: { savedAs: undefined } });
  return (
    <BlockStack gap="200">
      {isUnchanged ? (
        <Text as="p" tone="subdued">
          {text("saved.copy", { name: saved.name, count: saved.usedBy })}
        </Text>
      ) : (
        <Changed block={block} editor={editor} saved={saved} />
      )}
      <InlineStack>
        <Button variant="plain" onClick={detach}>
          {text("saved.detach")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

/** Takes a copy's changes to all emails, or back. */
function Changed({ block, editor, saved }: PanelProps & { saved: SavedBlockRow }) {
  const text = useText("email-editor");
  const { act, templateId } = useSavedBlocks();
  const [isUpdating, setUpdating] = useState(false);
  const { savedBlockId } = saved;
  const update = async () => {
    const content = takeContent(editor.document, block.id);
    if (content === null) return;
    setUpdating(true);
    const outcome = await act({ act: "update", savedBlockId, content, templateId });
    setUpdating(false);
    if (outcome?.kind !== "updated") return;
    for (const blockId of copiesOf(editor.document, savedBlockId)) {
      if (blockId === block.id) continue;
      editor.edit({ kind: "replace_by_saved", blockId, saved: { savedBlockId, content } });
    }
    appBridge()?.toast.show(text("saved.updated", { count: outcome.emails }));
  };
  return (
    <Banner tone="info" title={text("saved.changed", { name: saved.name })}>
      <BlockStack gap="200">
        <Text as="p">{text("saved.changedHelp")}</Text>
        <InlineStack gap="200">
          <Button loading={isUpdating} onClick={() => void update()}>
            {text("saved.update")}
          </Button>
          <Button
            onClick={() =>
              editor.edit({
                ...{ kind: "replace_by_saved", blockId: block.id },
                saved: { savedBlockId, content: saved.content },
              })
            }
          >
            {text("saved.revert")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
