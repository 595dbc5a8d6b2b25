import { useState } from "react";

/** The typed text, and why it is invalid: then the email keeps its previous value. */
export interface Field {
  readonly text: string;
  readonly problem: string | null;
  readonly onChange: (text: string) => void;
}

/**
 * A field of the email: each valid change applies at once.
 *
 * @param commit applies the text.
 * @returns why it is invalid, or null
 */
export function useField(value: string, commit: (text: string) => string | null): Field {
  const [state, setState] = useState({ value, text: value, problem: null as string | null });
  // Changed elsewhere, for example by undo. React's documented way to reset state during rendering.
  const isCurrent = state.value === value;
  if (!isCurrent) setState({ value, text: value, problem: null });
  const { text, problem } = isCurrent ? state : { text: value, problem: null };
  return {
    text,
    problem,
    onChange: (next) => setState({ value, text: next, problem: commit(next) }),
  };
}
