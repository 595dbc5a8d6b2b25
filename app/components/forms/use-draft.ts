import { useState } from "react";

/**
 * A form's state beside what is saved. It starts over when something else is
 * saved: after a save, and when the page loads again with other values.
 *
 * @param saved plain JSON, its keys always in the same order
 */
export function useDraft<T>(saved: T): [T, (draft: T) => void, boolean, () => void] {
  const savedText = JSON.stringify(saved);
  const [state, setState] = useState({ draft: saved, savedText });
  const isCurrent = state.savedText === savedText;
  // React's way to reset state when a prop changes: while rendering, before anything is painted.
  if (!isCurrent) setState({ draft: saved, savedText });
  const draft = isCurrent ? state.draft : saved;
  return [
    draft,
    (next) => setState({ draft: next, savedText }),
    JSON.stringify(draft) !== savedText,
    () => setState({ draft: saved, savedText }),
  ];
}
