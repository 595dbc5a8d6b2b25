import { TextField } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { MAX_NOTE_CHARS } from "~/flows/definition/note-length";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import { useText } from "~/i18n/text-provider";
import type { FlowFieldErrors } from "./describe-problems";

interface NoteCardProps {
  draft: FlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit) => void;
}

/** The merchant's own note about the flow. */
export function NoteCard({ draft, problems, onChange }: NoteCardProps) {
  const text = useText("flow-editor");
  return (
    <TitledCard title={text("note.title")}>
      <TextField
        label={text("note")}
        labelHidden
        multiline={3}
        autoComplete="off"
        maxLength={MAX_NOTE_CHARS}
        value={draft.note}
        error={problems.note ?? false}
        helpText={text("note.help")}
        onChange={(note) => onChange({ ...draft, note })}
      />
    </TitledCard>
  );
}
