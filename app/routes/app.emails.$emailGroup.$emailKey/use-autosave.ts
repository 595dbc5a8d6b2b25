import { useCallback, useEffect, useRef, useState } from "react";
import { postJson } from "~/components/post-json";
import type { EmailActOutcome } from "~/pages/emails/act-on-email.server";
import type { EmailDocument } from "~/messages/document/email-document";

/** `waiting` for a pause in typing; `failed` is retried automatically; `conflict` waits for the merchant. */
export type SaveState = "saved" | "waiting" | "saving" | "failed" | "conflict";

const PAUSE_MS = 800;
const RETRY_MS = 5_000;

export interface Autosave {
  readonly state: SaveState;
  /**
   * Saves at once.
   * @returns the draft's revision, or null if it was not saved
   */
  readonly saveNow: () => Promise<number | null>;
  /** Resolves a conflict by overwriting the other version. */
  readonly keepMine: () => void;
  /**
   * Resolves a conflict by loading the other version.
   * @returns that version, or null if it could not be loaded
   */
  readonly loadTheirs: () => Promise<EmailDocument | null>;
  /** The draft was replaced, for example by publishing. */
  readonly setRevision: (revision: number) => void;
}

/** Saves a draft shortly after each change, each save based on the last one's revision. */
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
      // No connection, or an invalid response: shown on the page and retried.
      setState("failed");
    }
    return null;
  }, [url]);

  // Sequential: each save needs the previous revision.
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

  // Cleans up when the page is left.
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
