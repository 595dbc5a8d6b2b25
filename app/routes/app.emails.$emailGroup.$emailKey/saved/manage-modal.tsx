import { BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { Dialog } from "~/components/forms/dialog";
import { useText } from "~/i18n/text-provider";
import type { SavedBlockRow } from "~/messages/editing/saved-block";
import type { SavedBlockAct } from "~/pages/emails/saved-blocks.server";

const MAX_NAME_CHARS = 60;

interface ManageModalProps {
  saved: {
    readonly blocks: readonly SavedBlockRow[];
    readonly act: (request: SavedBlockAct) => Promise<unknown>;
  };
  onClose: () => void;
}

/** Renames and deletes saved blocks. */
export function ManageModal({ saved: { blocks, act }, onClose }: ManageModalProps) {
  const text = useText("email-editor");
  return (
    <Dialog open title={text("saved.title")} onClose={onClose}>
      <Dialog.Section>
        {blocks.length === 0 ? (
          <Text as="p" tone="subdued">
            {text("saved.none")}
          </Text>
        ) : (
          <BlockStack gap="400">
            {blocks.map((block) => (
              <SavedBlockFields key={block.savedBlockId} block={block} act={act} />
            ))}
          </BlockStack>
        )}
      </Dialog.Section>
    </Dialog>
  );
}

interface FieldsProps {
  block: SavedBlockRow;
  act: (request: SavedBlockAct) => Promise<unknown>;
}

function SavedBlockFields({ block: { savedBlockId, name: stored, usedBy }, act }: FieldsProps) {
  const text = useText("email-editor");
  const [name, setName] = useState(stored);
  const [isDeleting, setDeleting] = useState(false);
  const rename = () => {
    if (name.trim() === "") setName(stored);
    else if (name.trim() !== stored) void act({ act: "rename", savedBlockId, name: name.trim() });
  };
  return (
    <BlockStack gap="200">
      <TextField
        label={text("saved.name")}
        value={name}
        maxLength={MAX_NAME_CHARS}
        autoComplete="off"
        helpText={text("saved.usedBy", { count: usedBy })}
        onChange={setName}
        onBlur={rename}
      />
      {isDeleting ? (
        <InlineStack gap="200" blockAlign="center">
          <Text as="span">{text("saved.deleteHelp")}</Text>
          <Button tone="critical" onClick={() => void act({ act: "delete", savedBlockId })}>
            {text("saved.deleteNow")}
          </Button>
          <Button onClick={() => setDeleting(false)}>{text("saved.keep")}</Button>
        </InlineStack>
      ) : (
        <InlineStack>
          <Button
            variant="plain"
            tone="critical"
            accessibilityLabel={text("saved.deleteNamed", { name: stored })}
            onClick={() => setDeleting(true)}
          >
            {text("saved.delete")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
