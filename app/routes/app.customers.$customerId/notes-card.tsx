import { BlockStack, Button, Form, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerNote } from "~/profiles/customer-note-store.server";

export interface NotesCardProps {
  notes: readonly CustomerNote[];
  isSaving: boolean;
  hasFailed: boolean;
  onAdd: (text: string) => void;
  onDelete: (noteId: string) => void;
}

const MAX_LENGTH = 2_000;

/** What the merchant's staff wrote about the customer, newest first. */
export function NotesCard({ notes, isSaving, hasFailed, onAdd, onDelete }: NotesCardProps) {
  const text = useText("customers");
  const common = useText("common");
  const format = useFormat();
  const [draft, setDraft] = useState("");
  const [deleting, setDeleting] = useState<string | null>(null);
  // A failed save keeps the draft.
  const newest = notes[0]?.noteId;
  useEffect(() => setDraft(""), [newest]);
  return (
    <TitledCard title={text("notes.title")} gap="300">
      <Form onSubmit={() => draft.trim() !== "" && onAdd(draft)}>
        <BlockStack gap="200">
          <TextField
            label={text("notes.add")}
            labelHidden
            placeholder={text("notes.placeholder")}
            autoComplete="off"
            multiline={2}
            maxLength={MAX_LENGTH}
            value={draft}
            error={hasFailed && common("requestFailed")}
            onChange={setDraft}
          />
          <InlineStack align="end">
            <Button submit loading={isSaving} disabled={draft.trim() === ""}>
              {text("notes.add")}
            </Button>
          </InlineStack>
        </BlockStack>
      </Form>
      {notes.length > 0 && (
        <BlockStack as="ul" gap="300">
          {notes.map(({ noteId, text: written, writtenAt }) => (
            <li key={noteId}>
              <Text as="p" breakWord>
                <span style={{ whiteSpace: "pre-line" }}>{written}</span>
              </Text>
              <InlineStack align="space-between" gap="200">
                <Text as="span" variant="bodySm" tone="subdued">
                  {format.instant(writtenAt)}
                </Text>
                <Button
                  variant="plain"
                  tone="critical"
                  accessibilityLabel={text("notes.deleteOf", { time: format.instant(writtenAt) })}
                  onClick={() => setDeleting(noteId)}
                >
                  {text("notes.delete")}
                </Button>
              </InlineStack>
            </li>
          ))}
        </BlockStack>
      )}
      <ConfirmModal
        isOpen={deleting !== null}
        title={text("notes.confirm.title")}
        text={text("notes.confirm.text")}
        action={text("notes.delete")}
        keep={common("cancel")}
        onConfirm={() => {
          if (deleting !== null) onDelete(deleting);
          setDeleting(null);
        }}
        onClose={() => setDeleting(null)}
      />
    </TitledCard>
  );
}
