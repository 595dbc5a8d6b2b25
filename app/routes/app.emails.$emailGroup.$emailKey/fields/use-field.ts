import { useState } from "react";

/** What is typed into a field, and why it cannot be kept: then the email still has what it had before. */
export interface Field {
  readonly text: string;
  readonly problem: string | null;
  readonly onChange: (text: string) => void;
}

/**
 * A field of the email: each change goes into it at once, unless it would make
 * no email.
 *
 * @param commit keeps the text. @returns why it cannot be kept, or null
 */
export function useField(value: string, commit: (text: string) => string | null): Field {
  const [state, setState] = useState({ value, text: value, problem: null as string | null });
  // Changed from elsewhere, as by undoing: React's way to reset state while rendering.
  const isCurrent = state.value === value;
  if (!isCurrent) setState({ value, text: value, problem: null });
  const { text, problem } = isCurrent ? state : { text: value, problem: null };
  return {
    text,
    problem,
    onChange: (next) => setState({ value, text: next, problem: commit(next) }),
  };
}
