import { useCallback, useEffect, useRef, useState } from "react";
import { postJson } from "~/components/post-json";
import type { EmailActOutcome } from "~/messages/editing/act-on-email.server";
import type { EmailDocument } from "~/messages/document/email-document";

/** `waiting` for a pause in the typing; `failed` is tried again by itself; `conflict` waits for the merchant. */
export type SaveState = "saved" | "waiting" | "saving" | "failed" | "conflict";

const PAUSE_MS = 800;
const RETRY_MS = 5_000;

export interface Autosave {
  readonly state: SaveState;
  /** Saves at once. @returns the draft's revision, or null where it is not saved */
  readonly saveNow: () => Promise<number | null>;
  /** Ends a conflict: what is here takes the place of what was saved elsewhere. */
  readonly keepMine: () => void;
  /** Ends a conflict the other way. @returns what was saved elsewhere, or null where it cannot be had */
  readonly loadTheirs: () => Promise<EmailDocument | null>;
  /** The draft is another one by now, as after it was published. */
  readonly setRevision: (revision: number) => void;
}

/** Keeps a draft a moment after each change, each save on the revision that the last one made. */
export function useAutosave(url: string, document: EmailDocument, firstRevision: number): Autosave {
  const text = JSON.stringify(document);
  const latest = useRef(text);
  latest.current = text;
  const saved = useRef({ text, revision: firstRevision });
  const theirs = useRef(firstRevision);
  const line = useRef<Promise<number | null>>(Promise.resolve(null));
  const [state, setState] = useState<SaveState>("saved");

  const save = useCallback(async (): Promise<number | null> => {
    const sent = latest.current;
    if (sent === saved.current.text) return saved.current.revision;
    setState("saving");
    try {
      const body = {
        act: "save",
        revision: saved.current.revision,
        document: JSON.parse(sent) as unknown,
      };
      const outcome = await postJson<EmailActOutcome>(url, body);
      if (outcome.kind === "saved") {
        saved.current = { text: sent, revision: outcome.revision };
        setState(latest.current === sent ? "saved" : "waiting");
        return outcome.revision;
      }
      if (outcome.kind === "changed_meanwhile") theirs.current = outcome.revision;
      setState(outcome.kind === "changed_meanwhile" ? "conflict" : "failed");
    } catch {
      // No connection, or no answer of ours: said on the page, and tried again.
      setState("failed");
    }
    return null;
  }, [url]);

  // One after the other: each needs the revision that the one before it made.
  const saveNow = useCallback(() => (line.current = line.current.then(save)), [save]);

  useEffect(() => {
    if (state === "conflict" || state === "saving") return undefined;
    if (text === saved.current.text) {
      setState("saved");
      return undefined;
    }
    if (state === "saved") setState("waiting");
    const timer = window.setTimeout(() => void saveNow(), state === "failed" ? RETRY_MS : PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text, state, saveNow]);

  // Whoever leaves the page leaves nothing behind.
  useEffect(() => () => void saveNow(), [saveNow]);

  return {
    state,
    saveNow,
    keepMine: () => {
      saved.current = { ...saved.current, revision: theirs.current };
      setState("waiting");
    },
    async loadTheirs() {
      const answer = await fetch(url).catch(() => null);
      if (!answer?.ok) return null;
      const theirs = (await answer.json()) as { document: EmailDocument; revision: number };
      saved.current = { text: JSON.stringify(theirs.document), revision: theirs.revision };
      setState("saved");
      return theirs.document;
    },
    setRevision: (revision) => {
      saved.current = { ...saved.current, revision };
    },
  };
}
