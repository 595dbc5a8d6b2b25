import { NO_ANSWER, useAnswer } from "~/components/forms/use-question";
import type { MailPreview } from "~/messages/editing/preview-mail.server";

/**
 * A mail as it is sent; null until it is there.
 *
 * @param templateId null: no mail is looked at
 */
export function useMailPreview(templateId: string | null): MailPreview | null {
  const asked = templateId === null ? null : { templateId };
  const { answer, isAsking, hasFailed } = useAnswer<MailPreview>("/app/preview", asked);
  if (hasFailed) return { kind: "refused", problem: NO_ANSWER };
  // Of the mail that was looked at before nothing is shown below the name of this one.
  return isAsking ? null : (answer ?? null);
}
