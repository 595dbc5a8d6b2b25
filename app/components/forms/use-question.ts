import { useCallback, useEffect, useMemo, useState } from "react";
import { postJson } from "../post-json";

/** The state of a request to the server. */
export interface Answer<T> {
  /** The last response; undefined before the first. */
  readonly answer: T | undefined;
  /** Whether a request is pending. */
  readonly isAsking: boolean;
  /** Whether the last request failed. */
  readonly hasFailed: boolean;
}

/** Message for a failed request. */
export const NO_ANSWER = "No answer came. Check the connection and try again.";

interface Question {
  readonly url: string;
  readonly body: unknown;
}

/** A request sent on demand. A new request cancels the previous one. */
export function useQuestion<T>(): Answer<T> & { ask: (url: string, body: unknown) => void } {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback((url: string, body: unknown) => setQuestion({ url, body }), []);
  return { ...useAnswerTo<T>(question, 0), ask };
}

/**
 * A request sent immediately and again whenever it changes.
 *
 * @param body null for no request
 * @param pauseMs debounce time, for typed input
 */
export function useAnswer<T>(url: string, body: object | null, pauseMs = 0): Answer<T> {
  const text = JSON.stringify(body);
  const question = useMemo(
    () => (text === "null" ? null : { url, body: JSON.parse(text) as unknown }),
    [url, text],
  );
  return useAnswerTo<T>(question, pauseMs);
}

interface Outcome<T> {
  /** The answered question; null before the first response. */
  readonly question: Question | null;
  readonly answer: T | undefined;
  readonly hasFailed: boolean;
}

function useAnswerTo<T>(question: Question | null, pauseMs: number): Answer<T> {
  const [last, setLast] = useState<Outcome<T>>({
    question: null,
    answer: undefined,
    hasFailed: false,
  });
  useEffect(() => {
    if (question === null) return;
    const abortController = new AbortController();
    const timer = window.setTimeout(() => {
      postJson<T>(question.url, question.body, abortController.signal).then(
        (answer) => setLast({ question, answer, hasFailed: false }),
        () => {
          if (!abortController.signal.aborted)
            setLast(({ answer }) => ({ question, answer, hasFailed: true }));
        },
      );
    }, pauseMs);
    return () => {
      window.clearTimeout(timer);
      abortController.abort();
    };
  }, [question, pauseMs]);
  const isAsking = question !== null && question !== last.question;
  return { answer: last.answer, isAsking, hasFailed: !isAsking && last.hasFailed };
}
