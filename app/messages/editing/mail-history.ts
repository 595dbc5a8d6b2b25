import type { MailDocument } from "../document/mail-document";

/** A mail with the states that it came through: newest last in `past`, nearest first in `future`. */
export interface MailHistory {
  readonly past: readonly MailDocument[];
  readonly present: MailDocument;
  readonly future: readonly MailDocument[];
  /** What the last edit was about, while another of the same would be one with it; else null. */
  readonly last: { readonly about: string; readonly atMs: number } | null;
}

/** So many steps can be undone. */
const MOST_STEPS = 200;

/** Edits of one field that follow each other faster than this are undone together: a word, not a letter. */
const PAUSE_MS = 1_200;

/** A mail to which nothing has been done yet. */
export function startHistory(present: MailDocument): MailHistory {
  return { past: [], present, future: [], last: null };
}

/**
 * The mail after an edit.
 *
 * @param about names the field that was edited; null: the edit is undone by itself
 */
export function recordEdit(
  history: MailHistory,
  document: MailDocument,
  { about, atMs }: { readonly about: string | null; readonly atMs: number },
): MailHistory {
  const { past, present, last } = history;
  if (JSON.stringify(document) === JSON.stringify(present)) return history;
  const goesOn = about !== null && last?.about === about && atMs - last.atMs < PAUSE_MS;
  return {
    past: goesOn ? past : [...past, present].slice(-MOST_STEPS),
    present: document,
    future: [],
    last: about === null ? null : { about, atMs },
  };
}

/** The state before the last edit; the same where there is none. */
export function undo(history: MailHistory): MailHistory {
  const { past, present, future } = history;
  const before = past.at(-1);
  if (!before) return history;
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null };
}

/** The state that was undone last; the same where there is none. */
export function redo(history: MailHistory): MailHistory {
  const { past, present, future } = history;
  const [next, ...later] = future;
  if (!next) return history;
  return { past: [...past, present], present: next, future: later, last: null };
}
