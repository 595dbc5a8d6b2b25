import { NO_ANSWER, useAnswer } from "~/components/forms/use-question";
import type { MailPreview, MailToPreview } from "~/messages/editing/preview-mail.server";

/** Numbers are not asked for at every digit. */
const PAUSE_MS = 250;

/** A mail as it is sent; null until it is there. It stays while another discount of it is asked for. */
export function useMailPreview(mail: MailToPreview): MailPreview | null {
  const { answer, hasFailed } = useAnswer<MailPreview>("/app/preview", mail, PAUSE_MS);
  return hasFailed ? { kind: "refused", problem: NO_ANSWER } : (answer ?? null);
}
