import { useState } from "react";
import { useHistory } from "~/components/forms/use-history";
import type { EmailLanguage } from "~/messages/document/languages";
import type { EmailDocument } from "~/messages/document/email-document";
import { findBlock } from "~/messages/editing/block-place";
import { editEmail, type EmailEdit } from "~/messages/editing/edit-email";
import { useProblemText } from "./use-problem-text";

/** The selection: a block by id, or a fixed part of every email. */
export const EMAIL_ITSELF = "_email";

export interface Editor {
  readonly document: EmailDocument;
  /** Merge values with the shop's own names. */
  readonly customPaths: readonly string[];
  readonly language: EmailLanguage;
  readonly setLanguage: (language: EmailLanguage) => void;
  readonly selectedId: string;
  readonly select: (id: string) => void;
  /**
   * @param field names the field, so that a word is one undo step; null: a separate step
   * @returns why it is invalid, or null
   */
  readonly edit: (edit: EmailEdit, field?: string | null) => string | null;
  /** null when there is nothing to undo. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/** The edited email with its undo history. */
export function useEditor(start: EmailDocument, customPaths: readonly string[]): Editor {
  const problemText = useProblemText();
  const [document, setDocument] = useState(start);
  const history = useHistory(document, setDocument);
  const [language, setLanguage] = useState(start.language);
  const [selectedId, select] = useState(EMAIL_ITSELF);
  const isHere =
    selectedId === document.footer.id || findBlock(document.blocks, selectedId) !== null;
  const isKnown = language === document.language || document.translations[language];
  return {
    document,
    customPaths,
    language: isKnown ? language : document.language,
    setLanguage,
    selectedId: isHere ? selectedId : EMAIL_ITSELF,
    select,
    edit(edit, field = null) {
      const outcome = editEmail(history.latest(), edit);
      if (outcome.kind === "refused") return problemText(outcome.problem);
      history.change(outcome.document, field);
      return null;
    },
    undo: history.undo,
    redo: history.redo,
  };
}
