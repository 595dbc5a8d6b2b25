import { describe, expect, test } from "vitest";
import { classifyBounce } from "~/feedback/mailbox/bounce-status";
import { parseInboundEmail } from "~/feedback/mailbox/inbound-email";
import { readReportEmail } from "~/feedback/mailbox/read-report-email";
import * as reports from "../../support/report-emails";

const TO = "bounces+token@mail.kettle.example";
const read = async (raw: string) => readReportEmail(await parseInboundEmail(Buffer.from(raw)));
const stateOf = async (raw: string) => (await read(raw))?.delivery;

describe("a report of", () => {
  test.each<[string, string, string | null]>([
    ["Postfix: an unknown user", reports.postfixBounce({ to: TO }), "bounced"],
    ["Postfix: a delay", reports.postfixDelay({ to: TO }), "delayed"],
    ["Exim", reports.eximBounce({ to: TO }), "bounced"],
    ["Exim, in words", reports.eximBounceInWords({ to: TO }), "bounced"],
    ["qmail, in words", reports.qmailBounce({ to: TO }), "bounced"],
    ["Exchange", reports.exchangeBounce({ to: TO }), "bounced"],
    ["Gmail", reports.gmailBounce({ to: TO }), "bounced"],
    [
      "a delivery",
      reports.postfixBounce({ to: TO }, { action: "delivered", status: "2.0.0" }),
      "delivered",
    ],
    [
      "a server that passed it on",
      reports.postfixBounce({ to: TO }, { action: "relayed", status: "2.0.0" }),
      null,
    ],
    ["a complaint", reports.aFeedbackReport({ to: TO }, TO), "complained"],
    [
      "somebody who says that it is no spam",
      reports.aFeedbackReport({ to: TO }, TO, "not-spam"),
      null,
    ],
  ])("%s", async (_what, raw, delivery) => {
    expect(await stateOf(raw)).toBe(delivery);
  });

  test("a delay in words is no bounce", async () => {
    const raw = reports
      .eximBounceInWords({ to: TO })
      .replace("A message that you sent could not be delivered", "A message has not been delivered")
      .replace("550 No such user here", "450 try later");
    expect(await stateOf(raw)).toBe("delayed");
  });

  test("the details and the time are those of the last attempt", async () => {
    expect(await read(reports.postfixBounce({ to: TO }))).toMatchObject({
      occurredAt: "Mon, 1 Jun 2026 08:00:00 +0000",
      details: ["5.1.1", expect.stringMatching(/Recipient address rejected: User unknown/)],
    });
  });

  test.each([
    ["an out-of-office reply, whatever it quotes", reports.anOutOfOfficeReply({ to: TO })],
    ["a person's answer", reports.anUnsubscribeEmail(TO, { subject: "Re: 550 5.1.1" })],
    [
      "a server's notice that a message was read",
      reports
        .postfixBounce({ to: TO })
        .replaceAll("delivery-status", "disposition-notification")
        .replace("could not\r\nbe delivered", "was\r\ndisplayed")
        .replace("Undelivered Mail Returned to Sender", "Read"),
    ],
  ])("%s is none", async (_what, raw) => {
    expect(await read(raw)).toBeNull();
  });
});

describe("a failure is permanent", () => {
  test.each<[string, string, string]>([
    ["5.1.1", "550 5.1.1 no such user", "bounced"],
    ["5.1.2", "bad destination system", "bounced"],
    ["5.1.10", "RecipientNotFound", "bounced"],
    ["5.2.1", "550 5.2.1 account disabled", "bounced"],
    ["5.0.0", "550 5.1.1 does not exist", "bounced"],
    ["5.0.0", "550 user unknown", "bounced"],
    ["", "550 No such user here", "bounced"],
    ["5.4.1", "550 5.4.1 Recipient address rejected: Access denied", "bounced"],
    ["5.4.4", "Host or domain name not found. Name service error", "bounced"],
    ["5.4.4", "mail for example.com loops back to myself", "soft_bounced"],
    ["5.2.2", "552 5.2.2 mailbox full", "soft_bounced"],
    ["5.3.4", "552 5.3.4 message too big", "soft_bounced"],
    ["5.4.7", "delivery time expired", "soft_bounced"],
    ["5.7.1", "550 5.7.1 blocked: user unknown to our list of senders", "soft_bounced"],
    ["5.7.26", "unauthenticated email", "soft_bounced"],
    ["5.1.8", "sender address rejected", "soft_bounced"],
    ["5.0.0", "550 rejected", "soft_bounced"],
    ["4.4.1", "user unknown", "soft_bounced"],
    ["", "451 try again later", "soft_bounced"],
    ["", "", "soft_bounced"],
  ])("only if the address is at fault: %s %s", (status, text, state) => {
    expect(classifyBounce(status, text)).toBe(state);
  });
});
