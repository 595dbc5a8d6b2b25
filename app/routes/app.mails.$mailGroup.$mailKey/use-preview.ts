import { useEffect, useState } from "react";
import { postJson } from "~/components/post-json";
import type {
  DocumentPreview,
  DocumentToPreview,
} from "~/messages/editing/preview-document.server";

const PAUSE_MS = 250;

export interface Preview {
  /** The last that came; null until the first is there. */
  readonly shown: DocumentPreview | null;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
}

/** The mail as it would look now, asked for again a moment after each change. What is no longer wanted is not waited for. */
export function usePreview(asked: DocumentToPreview): Preview {
  const text = JSON.stringify(asked);
  const [preview, setPreview] = useState<Preview>({
    shown: null,
    isLoading: true,
    hasFailed: false,
  });
  useEffect(() => {
    const gone = new AbortController();
    setPreview((before) => ({ ...before, isLoading: true }));
    const timer = window.setTimeout(() => {
      postJson<DocumentPreview>("/app/mails/preview", JSON.parse(text), gone.signal).then(
        (shown) => setPreview({ shown, isLoading: false, hasFailed: false }),
        () => {
          if (!gone.signal.aborted) {
            setPreview((before) => ({ ...before, isLoading: false, hasFailed: true }));
          }
        },
      );
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      gone.abort();
    };
  }, [text]);
  return preview;
}
