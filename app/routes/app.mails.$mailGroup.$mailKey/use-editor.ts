import { useState } from "react";
import { useHistory } from "~/components/forms/use-history";
import type { MailLanguage } from "~/messages/document/languages";
import type { MailDocument } from "~/messages/document/mail-document";
import { findBlock } from "~/messages/editing/block-place";
import { editMail, type MailEdit } from "~/messages/editing/edit-mail";

/** What is being edited: a block by its id, or a part that every mail has. */
export const MAIL_ITSELF = "_mail";

export interface Editor {
  readonly document: MailDocument;
  readonly language: MailLanguage;
  readonly setLanguage: (language: MailLanguage) => void;
  readonly selectedId: string;
  readonly select: (id: string) => void;
  /**
   * @param field names the field, so that a word is undone as one; null: undone by itself
   * @returns why it cannot be, or null
   */
  readonly edit: (edit: MailEdit, field?: string | null) => string | null;
  /** null when there is nothing to undo. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/** A mail that is being edited, with all that was done to it on this page. */
export function useEditor(start: MailDocument): Editor {
  const [document, setDocument] = useState(start);
  const history = useHistory(document, setDocument);
  const [language, setLanguage] = useState(start.language);
  const [selectedId, select] = useState(MAIL_ITSELF);
  const isHere =
    selectedId === document.footer.id || findBlock(document.blocks, selectedId) !== null;
  const isKnown = language === document.language || document.translations[language];
  return {
    document,
    language: isKnown ? language : document.language,
    setLanguage,
    selectedId: isHere ? selectedId : MAIL_ITSELF,
    select,
    edit(edit, field = null) {
      const outcome = editMail(history.latest(), edit);
      if (outcome.kind === "refused") return outcome.problem;
      history.change(outcome.document, field);
      return null;
    },
    undo: history.undo,
    redo: history.redo,
  };
}
