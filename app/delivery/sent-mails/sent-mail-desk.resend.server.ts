import type { Resend } from "resend";
import { fromResendList, fromResendMail } from "./from-resend-list";
import type { SentMailDesk } from "./sent-mail-desk";

const PAGE_MAILS = 100;

/** Asks Resend what it has sent. A key that may only send is answered with a refusal. */
export function resendSentMails(resend: Resend, timeoutMs: number): SentMailDesk {
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
