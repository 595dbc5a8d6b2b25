import type { CommonDeps } from "~/deps";
import type { EmailConfig, InboundConfig } from "~/email-config";
import type { Keyring } from "~/privacy/keyring.server";
import { readTags } from "../email";
import { mailgun } from "../http-providers/mailgun.server";
import { postmark } from "../http-providers/postmark";
import { sendGrid } from "../http-providers/sendgrid";
import { ses } from "../http-providers/ses.server";
import { signedAddress } from "../inbound/signed-address.server";
import type { Mailer } from "../mailer";
import { httpMailer } from "./mailer.http.server";
import { outboxMailer } from "./mailer.outbox.server";
import { resendMailer } from "./mailer.resend.server";
import { smtpMailer } from "./mailer.smtp.server";

/** The mailer of a configured provider. */
export function createMailer(
  { email, inbound }: { readonly email: EmailConfig; readonly inbound: InboundConfig | null },
  deps: CommonDeps<"db" | "now"> & { readonly keyring: Pick<Keyring, "signAddress"> },
): Mailer {
  switch (email.driver) {
    case "resend":
      return resendMailer({
        apiKey: email.apiKey,
        ...(email.baseUrl !== null && { baseUrl: email.baseUrl }),
      });
    case "ses":
      return httpMailer(ses(email), deps);
    case "postmark":
      return httpMailer(postmark(email), deps);
    case "sendgrid":
      return httpMailer(sendGrid(email), deps);
    case "mailgun":
      return httpMailer(mailgun(email), deps);
    case "smtp":
      return smtpMailer({
        url: email.url,
        ...deps,
        returnPathOf: ({ tags }) => {
          const message = readTags(tags);
          const address = inbound?.bounceAddress ?? null;
          return message && address && signedAddress("bounce", address, message, deps.keyring);
        },
      });
    case "outbox":
      return outboxMailer(email);
  }
}
