import { REQUEST_FAILED, useLiveRequest } from "~/components/forms/use-request";
import type { EmailPreview, EmailToPreview } from "~/messages/editing/preview-email.server";

/** Numbers are not asked for at every digit. */
const PAUSE_MS = 250;

/** An email as it is sent; null until it is there. It stays while another discount of it is asked for. */
export function useEmailPreview(email: EmailToPreview): EmailPreview | null {
  const { answer, hasFailed } = useLiveRequest<EmailPreview>("/app/preview", email, PAUSE_MS);
  return hasFailed ? { kind: "refused", problem: REQUEST_FAILED } : (answer ?? null);
}
