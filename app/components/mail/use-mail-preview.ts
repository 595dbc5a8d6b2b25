import { REQUEST_FAILED, useLiveRequest } from "~/components/forms/use-request";
import type { MailPreview, MailToPreview } from "~/messages/editing/preview-mail.server";

/** Numbers are not asked for at every digit. */
const PAUSE_MS = 250;

/** A mail as it is sent; null until it is there. It stays while another discount of it is asked for. */
export function useMailPreview(mail: MailToPreview): MailPreview | null {
  const { answer, hasFailed } = useLiveRequest<MailPreview>("/app/preview", mail, PAUSE_MS);
  return hasFailed ? { kind: "refused", problem: REQUEST_FAILED } : (answer ?? null);
}
