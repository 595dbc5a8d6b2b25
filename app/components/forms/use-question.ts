import { useCallback, useEffect, useMemo, useState } from "react";
import { postJson } from "../post-json";

/** What has come of a question to the server. */
export interface Answer<T> {
  /** The last that came; undefined until the first is there. */
  readonly answer: T | undefined;
  /** From when it is to be asked until it is answered. */
  readonly isAsking: boolean;
  /** No answer came to the last question. */
  readonly hasFailed: boolean;
}

/** What is said where no answer came. */
export const NO_ANSWER = "No answer came. Check the connection and try again.";

interface Question {
  readonly url: string;
  readonly body: unknown;
}

/** A question that is asked when somebody says so. Of two the earlier is not waited for any more. */
export function useQuestion<T>(): Answer<T> & { ask: (url: string, body: unknown) => void } {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback((url: string, body: unknown) => setQuestion({ url, body }), []);
  return { ...useAnswerTo<T>(question, 0), ask };
}

/**
 * A question that is asked at once, and anew whenever it has changed.
 *
 * @param body null: there is nothing to ask
 * @param pauseMs how long it is not to have changed: what is typed is not asked at every letter
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
  /** To what it came; null: nothing was answered yet. */
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
