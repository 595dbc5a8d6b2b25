import type { Resend } from "resend";
import { fromResendList, fromResendMail } from "./from-resend-list";
import type { SentEmailProvider } from "./sent-email-provider";

const PAGE_MAILS = 100;

/** Resend as source of sent emails. A send-only key gets a refusal. */
export function resendSentMails(resend: Resend, timeoutMs: number): SentEmailProvider {
  const limited = () => ({ signal: AbortSignal.timeout(timeoutMs) });
  return {
    list: async (after) =>
      fromResendList(
        await resend.emails.list(
          { limit: PAGE_MAILS, ...(after !== null && { after }) },
          limited(),
        ),
      ),
    identify: async (providerId) => fromResendMail(await resend.emails.get(providerId, limited())),
  };
}
