import { useState } from "react";

/**
 * A form's state next to the saved values. It resets when the saved values change: after a save, and when the page
 * loads other values.
 * @param saved plain JSON with keys in a constant order
 */
export function useDraft<T>(saved: T): [T, (draft: T) => void, boolean, () => void] {
  const savedText = JSON.stringify(saved);
  const [state, setState] = useState({ draft: saved, savedText });
  const isCurrent = state.savedText === savedText;
  // React's documented way to reset state when a prop changes: during rendering, before painting.
  if (!isCurrent) setState({ draft: saved, savedText });
  const draft = isCurrent ? state.draft : saved;
  return [
    draft,
    (next) => setState({ draft: next, savedText }),
    JSON.stringify(draft) !== savedText,
    () => setState({ draft: saved, savedText }),
  ];
}
