import type { Resend } from "resend";
import { fromResendList, fromResendEmail } from "./from-resend-list";
import type { SentEmailProvider } from "../sent-email-provider";

const PAGE_EMAILS = 100;

/** Resend as source of sent emails. A send-only key gets a refusal. */
export function resendSentEmails(resend: Resend, timeoutMs: number): SentEmailProvider {
  const limited = () => ({ signal: AbortSignal.timeout(timeoutMs) });
  return {
    list: async (after) =>
      fromResendList(
        await resend.emails.list(
          { limit: PAGE_EMAILS, ...(after !== null && { after }) },
          limited(),
        ),
      ),
    identify: async (providerId) => fromResendEmail(await resend.emails.get(providerId, limited())),
  };
}
