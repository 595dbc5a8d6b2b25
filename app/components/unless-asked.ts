import type { ShouldRevalidateFunction } from "@remix-run/react";

/** Where a form is sent only to ask: nothing is changed by it. */
const QUESTIONS =
  /^\/app\/(?:preview|segments\/preview|recommendations\/preview|flows\/[^/]+\/why)(?:\?|$)/;

/**
 * For a page from which questions are asked by a form, as at each pause in the typing: its data are
 * loaded anew after a change, and not after a question.
 */
export const shouldRevalidate: ShouldRevalidateFunction = ({
  formAction,
  defaultShouldRevalidate,
}) => defaultShouldRevalidate && !(formAction !== undefined && QUESTIONS.test(formAction));
