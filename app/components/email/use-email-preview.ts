import { useLiveRequest } from "~/components/forms/use-request";
import type { EmailPreview, EmailToPreview } from "~/pages/emails/preview-email.server";

/** Debounced while typing a number. */
const PAUSE_MS = 250;

/** The preview of an email; null while loading. Stays visible while a changed discount is loading. */
export function useEmailPreview(email: EmailToPreview): EmailPreview | null {
  const { answer, hasFailed } = useLiveRequest<EmailPreview>("/app/preview", email, PAUSE_MS);
  return hasFailed ? { kind: "refused", problem: "no_response" } : (answer ?? null);
}
