import type { Mailer } from "~/delivery/mailer";
import type { EmailReport } from "./email-report";
import { readMailgunReport } from "./mailgun";
import { readPostmarkReport } from "./postmark";
import { readResendReport } from "./resend";
import { readSendGridReport } from "./sendgrid";
import { readSesReport } from "./ses";
import { readSmtpReport } from "./smtp";

/** A provider that reports what became of emails. */
export type ReportingProvider = Exclude<Mailer["name"], "outbox">;

const READERS: Readonly<Record<ReportingProvider, (body: unknown) => EmailReport>> = {
  resend: readResendReport,
  ses: readSesReport,
  postmark: readPostmarkReport,
  sendgrid: readSendGridReport,
  mailgun: readMailgunReport,
  smtp: readSmtpReport,
};

export const isReportingProvider = (name: string): name is ReportingProvider =>
  Object.hasOwn(READERS, name);

export const readReport = (provider: ReportingProvider, body: unknown): EmailReport =>
  READERS[provider](body);
