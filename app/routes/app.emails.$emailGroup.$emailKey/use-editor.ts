import { useState } from "react";
import { useHistory } from "~/components/forms/use-history";
import type { EmailLanguage } from "~/messages/document/languages";
import type { EmailDocument } from "~/messages/document/email-document";
import { findBlock } from "~/messages/editing/block-place";
import { editEmail, type EmailEdit } from "~/messages/editing/edit-email";

/** What is being edited: a block by its id, or a part that every email has. */
export const EMAIL_ITSELF = "_email";

export interface Editor {
  readonly document: EmailDocument;
  readonly language: EmailLanguage;
  readonly setLanguage: (language: EmailLanguage) => void;
  readonly selectedId: string;
  readonly select: (id: string) => void;
  /**
   * @param field names the field, so that a word is undone as one; null: undone by itself
   * @returns why it cannot be, or null
   */
  readonly edit: (edit: EmailEdit, field?: string | null) => string | null;
  /** null when there is nothing to undo. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/** An email that is being edited, with all that was done to it on this page. */
export function useEditor(start: EmailDocument): Editor {
  const [document, setDocument] = useState(start);
  const history = useHistory(document, setDocument);
  const [language, setLanguage] = useState(start.language);
  const [selectedId, select] = useState(EMAIL_ITSELF);
  const isHere =
    selectedId === document.footer.id || findBlock(document.blocks, selectedId) !== null;
  const isKnown = language === document.language || document.translations[language];
  return {
    document,
    language: isKnown ? language : document.language,
    setLanguage,
    selectedId: isHere ? selectedId : EMAIL_ITSELF,
    select,
    edit(edit, field = null) {
      const outcome = editEmail(history.latest(), edit);
      if (outcome.kind === "refused") return outcome.problem;
      history.change(outcome.document, field);
      return null;
    },
    undo: history.undo,
    redo: history.redo,
  };
}
