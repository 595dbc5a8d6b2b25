import { useCallback, useEffect, useMemo, useState } from "react";
import { postJson } from "../post-json";

/** The state of a request to the server. */
export interface RequestState<T> {
  /** The last response; undefined before the first. */
  readonly answer: T | undefined;
  /** Whether a request is pending. */
  readonly isPending: boolean;
  /** Whether the last request failed. */
  readonly hasFailed: boolean;
}

interface JsonRequest {
  readonly url: string;
  readonly body: unknown;
}

/** A request sent on demand. A new request cancels the previous one. */
export function useRequest<T>(): RequestState<T> & { send: (url: string, body: unknown) => void } {
  const [request, setRequest] = useState<JsonRequest | null>(null);
  const send = useCallback((url: string, body: unknown) => setRequest({ url, body }), []);
  return { ...useResponse<T>(request, 0), send };
}

/**
 * A request sent immediately and again whenever it changes.
 *
 * @param body null for no request
 * @param pauseMs debounce time, for typed input
 */
export function useLiveRequest<T>(url: string, body: object | null, pauseMs = 0): RequestState<T> {
  const text = JSON.stringify(body);
  const request = useMemo(
    () => (text === "null" ? null : { url, body: JSON.parse(text) as unknown }),
    [url, text],
  );
  return useResponse<T>(request, pauseMs);
}

interface Outcome<T> {
  /** The answered question; null before the first response. */
  readonly request: JsonRequest | null;
  readonly answer: T | undefined;
  readonly hasFailed: boolean;
}

function useResponse<T>(request: JsonRequest | null, pauseMs: number): RequestState<T> {
  const [last, setLast] = useState<Outcome<T>>({
    request: null,
    answer: undefined,
    hasFailed: false,
  });
  useEffect(() => {
    if (request === null) return;
    const abortController = new AbortController();
    const timer = window.setTimeout(() => {
      postJson<T>(request.url, request.body, abortController.signal).then(
        (answer) => setLast({ request, answer, hasFailed: false }),
        () => {
          if (!abortController.signal.aborted)
            setLast(({ answer }) => ({ request, answer, hasFailed: true }));
        },
      );
    }, pauseMs);
    return () => {
      window.clearTimeout(timer);
      abortController.abort();
    };
  }, [request, pauseMs]);
  const isPending = request !== null && request !== last.request;
  return { answer: last.answer, isPending, hasFailed: !isPending && last.hasFailed };
}
