import { useLiveRequest } from "~/components/forms/use-request";
import type { DocumentPreview, DocumentToPreview } from "~/pages/emails/preview-document.server";

const PAUSE_MS = 250;

export interface Preview {
  /** The last preview; null until the first one. */
  readonly shown: DocumentPreview | null;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
}

/** A preview of the email, requested again shortly after each change. Outdated requests are aborted. */
export function usePreview(requested: DocumentToPreview): Preview {
  const { answer, isPending, hasFailed } = useLiveRequest<DocumentPreview>(
    "/app/emails/preview",
    requested,
    PAUSE_MS,
  );
  return { shown: answer ?? null, isLoading: isPending, hasFailed };
}
