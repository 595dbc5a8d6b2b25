import { useEffect, useRef, useState } from "react";
import type { MailLanguage } from "~/messages/document/languages";
import type { MailDocument } from "~/messages/document/mail-document";
import { findBlock } from "~/messages/editing/block-place";
import { editMail, type MailEdit } from "~/messages/editing/edit-mail";
import {
  recordEdit,
  redo,
  startHistory,
  undo,
  type MailHistory,
} from "~/messages/editing/mail-history";

/** What is being edited: a block by its id, or a part that every mail has. */
export const MAIL_ITSELF = "_mail";

export interface Editor {
  readonly document: MailDocument;
  readonly language: MailLanguage;
  readonly setLanguage: (language: MailLanguage) => void;
  readonly selectedId: string;
  readonly select: (id: string) => void;
  /**
   * @param about names the field, so that a word is undone as one; null: undone by itself
   * @returns why it cannot be, or null
   */
  readonly edit: (edit: MailEdit, about?: string | null) => string | null;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** A mail that is being edited, with all that was done to it on this page. */
export function useEditor(start: MailDocument): Editor {
  const [history, setHistory] = useState(() => startHistory(start));
  const [language, setLanguage] = useState(start.language);
  const [selectedId, select] = useState(MAIL_ITSELF);
  // Two edits may follow each other before React draws the first.
  const current = useRef(history);
  const put = (next: MailHistory) => {
    current.current = next;
    setHistory(next);
  };
  const step = (walk: (history: MailHistory) => MailHistory) => put(walk(current.current));

  useUndoKeys(
    () => step(undo),
    () => step(redo),
  );

  const document = history.present;
  const isHere =
    selectedId === document.footer.id || findBlock(document.blocks, selectedId) !== null;
  const isKnown = language === document.language || document.translations[language];
  return {
    document,
    language: isKnown ? language : document.language,
    setLanguage,
    selectedId: isHere ? selectedId : MAIL_ITSELF,
    select,
    edit(edit, about = null) {
      const outcome = editMail(current.current.present, edit);
      if (outcome.kind === "refused") return outcome.problem;
      put(recordEdit(current.current, outcome.document, { about, atMs: performance.now() }));
      return null;
    },
    undo: () => step(undo),
    redo: () => step(redo),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

/** Ctrl+Z and its like, wherever the focus is: also in a field, whose own undo knows only that field. */
function useUndoKeys(onUndo: () => void, onRedo: () => void): void {
  const walks = useRef({ onUndo, onRedo });
  walks.current = { onUndo, onRedo };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) walks.current.onRedo();
      else walks.current.onUndo();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
