import { useState } from "react";

interface History<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
  /** What was changed last: one field that is typed into is one change. */
  readonly touched: string | null;
}

const NONE = { past: [], future: [], touched: null };
const MOST_STEPS_BACK = 100;

/** A draft whose changes can be taken back one by one, and made again. */
export interface Undoable<T> {
  /** @param touched names what is changed; changes of one name in a row are taken back together */
  readonly change: (draft: T, touched: string | null) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Forgets all: what is there now was not made by changes. */
  readonly forget: () => void;
}

export function useHistory<T>(draft: T, setDraft: (draft: T) => void): Undoable<T> {
  const [{ past, future, touched }, setHistory] = useState<History<T>>(NONE);
  const go = (to: T, history: Omit<History<T>, "touched">) => {
    setDraft(to);
    setHistory({ ...history, touched: null });
  };
  const last = past.at(-1);
  const [next, ...later] = future;
  return {
    change(changed, name) {
      const isSame = name !== null && name === touched && future.length === 0;
      setDraft(changed);
      setHistory({
        past: isSame ? past : [...past, draft].slice(-MOST_STEPS_BACK),
        future: [],
        touched: name,
      });
    },
    undo:
      last === undefined
        ? null
        : () => go(last, { past: past.slice(0, -1), future: [draft, ...future] }),
    redo: next === undefined ? null : () => go(next, { past: [...past, draft], future: later }),
    forget: () => setHistory(NONE),
  };
}
