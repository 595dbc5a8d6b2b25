import { useLiveRequest } from "~/components/forms/use-request";
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

/** The email as it would look now, asked for again a moment after each change. What is no longer wanted is not waited for. */
export function usePreview(asked: DocumentToPreview): Preview {
  const { answer, isPending, hasFailed } = useLiveRequest<DocumentPreview>(
    "/app/emails/preview",
    asked,
    PAUSE_MS,
  );
  return { shown: answer ?? null, isLoading: isPending, hasFailed };
}
