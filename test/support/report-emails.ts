/** What a mail server or a mailbox provider writes to the return path, by the shapes that they have. */

export interface ReportParts {
  /** The address that the report goes to. */
  readonly to: string;
  /** The recipient of our email. */
  readonly recipient?: string;
  readonly messageId?: string;
}

const RETURNED = (returnPath: string) => [
  `Return-Path: <${returnPath}>`,
  "From: Kettle & Co <hello@kettle.example>",
  "Subject: A new tray, and 550 5.1.1 in its subject",
  "Message-ID: <one@kettle.example>",
];

/** Lines with CRLF, as on the wire. */
const wire = (...lines: readonly string[]) => `${lines.join("\r\n")}\r\n`;

interface Status {
  readonly action: string;
  readonly status: string;
  readonly diagnostic?: string;
}

/** A delivery status notification with the given words and fields. */
function aDsn(
  { to, recipient = "ada@example.com", messageId = "<dsn@mx.example>" }: ReportParts,
  {
    from,
    subject,
    words,
    headers = [],
    perMessage,
    status,
    returned = "message/rfc822",
  }: {
    readonly from: string;
    readonly subject: string;
    readonly words: readonly string[];
    readonly headers?: readonly string[];
    readonly perMessage: readonly string[];
    readonly status: Status;
    readonly returned?: "message/rfc822" | "text/rfc822-headers";
  },
): string {
  return wire(
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    ...headers,
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=-b"',
    "",
    "--=-b",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    ...words,
    "",
    "--=-b",
    "Content-Type: message/delivery-status",
    "",
    ...perMessage,
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${status.action}`,
    `Status: ${status.status}`,
    ...(status.diagnostic === undefined ? [] : [`Diagnostic-Code: ${status.diagnostic}`]),
    "Last-Attempt-Date: Mon, 1 Jun 2026 08:00:00 +0000",
    "",
    "--=-b",
    `Content-Type: ${returned}`,
    "",
    ...RETURNED(to),
    "",
    "--=-b--",
  );
}

export const postfixBounce = (
  parts: ReportParts,
  status: Status = {
    action: "failed",
    status: "5.1.1",
    // Folded, as Postfix does.
    diagnostic: `smtp; 550 5.1.1 <ada@example.com>: Recipient address rejected:\r\n    User unknown in local recipient table`,
  },
) =>
  aDsn(parts, {
    from: "MAILER-DAEMON@mx.example (Mail Delivery System)",
    subject: "Undelivered Mail Returned to Sender",
    headers: ["Auto-Submitted: auto-replied"],
    words: ["I'm sorry to have to inform you that your message could not", "be delivered."],
    perMessage: [
      "Reporting-MTA: dns; mx.example",
      "X-Postfix-Queue-ID: 4F2A",
      "Arrival-Date: Mon, 1 Jun 2026 07:59:58 +0000",
    ],
    status,
  });

export const postfixDelay = (parts: ReportParts) =>
  postfixBounce(parts, {
    action: "delayed",
    status: "4.4.1",
    diagnostic: "X-Postfix; connect to mx.example.com[192.0.2.1]:25: Connection timed out",
  });

export const eximBounce = (parts: ReportParts) =>
  aDsn(parts, {
    from: "Mail Delivery System <Mailer-Daemon@mx.example>",
    subject: "Mail delivery failed: returning message to sender",
    headers: ["X-Failed-Recipients: ada@example.com", "Auto-Submitted: auto-replied"],
    words: ["This message was created automatically by mail delivery software."],
    perMessage: ["Reporting-MTA: dns; mx.example"],
    status: {
      action: "failed",
      status: "5.0.0",
      diagnostic: "smtp; 550-5.1.1 The email account that you tried to reach does not exist.",
    },
  });

/** Exim without its option `dsn_from`… writes no delivery status. */
export const eximBounceInWords = ({ to, messageId = "<exim@mx.example>" }: ReportParts) =>
  wire(
    "From: Mail Delivery System <Mailer-Daemon@mx.example>",
    `To: ${to}`,
    "Subject: Mail delivery failed: returning message to sender",
    "X-Failed-Recipients: ada@example.com",
    "Auto-Submitted: auto-replied",
    `Message-ID: ${messageId}`,
    "",
    "This message was created automatically by mail delivery software.",
    "",
    "A message that you sent could not be delivered to one or more of its",
    "recipients. This is a permanent error. The following address(es) failed:",
    "",
    "  ada@example.com",
    "    host mx.example.com [192.0.2.1]",
    "    SMTP error from remote mail server after RCPT TO:<ada@example.com>:",
    "    550 No such user here",
    "",
    "------ This is a copy of the message, including all the headers. ------",
    "",
    ...RETURNED(to),
  );

export const qmailBounce = ({ to, messageId = "<qmail@mx.example>" }: ReportParts) =>
  wire(
    "From: MAILER-DAEMON@mx.example",
    `To: ${to}`,
    "Subject: failure notice",
    `Message-ID: ${messageId}`,
    "",
    "Hi. This is the qmail-send program at mx.example.",
    "I'm afraid I wasn't able to deliver your message to the following addresses.",
    "This is a permanent error; I've given up. Sorry it didn't work out.",
    "",
    "<ada@example.com>:",
    "Sorry, no mailbox here by that name. (#5.1.1)",
    "",
    "--- Below this line is a copy of the message.",
    "",
    ...RETURNED(to),
  );

export const exchangeBounce = (parts: ReportParts) =>
  aDsn(parts, {
    from: "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>",
    subject: "Undeliverable: A new tray",
    headers: ["X-MS-Exchange-Message-Is-Ndr:", "Auto-Submitted: auto-replied"],
    words: ["Your message to ada@example.com couldn't be delivered."],
    perMessage: [
      "Reporting-MTA: dns;AM0PR01MB.prod.exchangelabs.com",
      "Received-From-MTA: dns;mx.kettle.example",
    ],
    status: {
      action: "failed",
      status: "5.1.10",
      diagnostic:
        "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    },
    returned: "text/rfc822-headers",
  });

export const gmailBounce = (parts: ReportParts) =>
  aDsn(parts, {
    from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
    subject: "Delivery Status Notification (Failure)",
    headers: ["X-Failed-Recipients: ada@example.com", "Auto-Submitted: auto-replied"],
    words: ["** Address not found **"],
    perMessage: [
      "Reporting-MTA: dns; googlemail.com",
      "Arrival-Date: Mon, 01 Jun 2026 00:59:58 -0700 (PDT)",
    ],
    status: {
      action: "failed",
      status: "5.1.1",
      diagnostic:
        "smtp; 550-5.1.1 The email account that you tried to reach does not exist. NoSuchUser",
    },
  });

/** A complaint (RFC 5965). The mailbox provider strikes the recipient out. */
export const aFeedbackReport = (
  { to, messageId = "<arf@example.com>" }: ReportParts,
  returnPath: string,
  type = "abuse",
) =>
  wire(
    "From: <feedback@arf.mail.example.com>",
    `To: ${to}`,
    "Subject: FW: A new tray",
    `Message-ID: ${messageId}`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="=-f"',
    "",
    "--=-f",
    'Content-Type: text/plain; charset="US-ASCII"',
    "",
    "This is an email abuse report for an email message received from 192.0.2.1.",
    "",
    "--=-f",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: SomeGenerator/1.0",
    "Version: 1",
    `Original-Mail-From: <${returnPath}>`,
    "Arrival-Date: Mon, 1 Jun 2026 08:00:00 +0000",
    "",
    "--=-f",
    "Content-Type: message/rfc822",
    "",
    ...RETURNED(returnPath),
    "",
    "--=-f--",
  );

export const anOutOfOfficeReply = ({ to, messageId = "<ooo@example.com>" }: ReportParts) =>
  wire(
    "Return-Path: <>",
    "From: Ada Lovelace <ada@example.com>",
    `To: ${to}`,
    "Subject: Automatic reply: A new tray could not be delivered 550 5.1.1",
    "Auto-Submitted: auto-replied",
    "X-Auto-Response-Suppress: All",
    `Message-ID: ${messageId}`,
    "",
    "I am out of the office. User unknown 550 5.1.1",
  );

/** What an email client sends for the `mailto:` of List-Unsubscribe. */
export const anUnsubscribeEmail = (
  to: string,
  { headers = [] as readonly string[], subject = "unsubscribe" } = {},
) =>
  wire(
    "From: Ada Lovelace <ada@example.com>",
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Message-ID: <stop-${headers.length}@example.com>`,
    ...headers,
    "",
    "This message was automatically generated by Mail.",
  );
