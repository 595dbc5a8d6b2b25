import { expect, test } from "vitest";
import { describeSendingBlock } from "~/components/email/describe-sending-block";
import { DOMAIN_NOT_PROVED } from "~/delivery/mailer";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";

const TEXT = textIn("en", "sending-blocks");
const FORMAT = createFormat("en-US", "UTC");
const count = { sent: 1_000, failures: 3, since: "2026-03-03T10:00:00.000Z" };
const EVERY: readonly SendingBlock[] = [
  { kind: "shop_closed", closedAs: "frozen", since: count.since },
  { kind: "shop_closed", closedAs: "paused", since: count.since },
  { kind: "auto_paused", cause: "complaint", ...count },
  { kind: "auto_pause_warned", cause: "hard_bounce", ...count },
  { kind: "domain_others", domain: "kettle.example", since: count.since },
  { kind: "domain_lost", domain: "kettle.example", since: count.since },
  { kind: "domain_unverified", domain: "kettle.example" },
  {
    kind: "sender_refused",
    domain: "kettle.example",
    since: count.since,
    until: count.since,
    reason: "not verified",
  },
  { kind: "provider_rests", reason: "unreachable", until: count.since },
  { kind: "not_composed", emails: 1 },
  { kind: "not_composed", emails: 1_200 },
  { kind: "warm_up_full", domain: "kettle.example", limit: 200 },
];

test.each(EVERY)(
  "$kind describes the blocked emails, since or until when, and the next step",
  (it) => {
    const { title, text } = describeSendingBlock(it, TEXT, FORMAT);
    expect(title).not.toMatch(/[_{}]|undefined|null/);
    expect(text).not.toMatch(/[_{}]|undefined|null/);
    if ("since" in it && it.kind !== "auto_pause_warned") expect(text).toContain("Mar 3, 2026");
  },
);

test("formats counts for readers", () => {
  const stopped = describeSendingBlock(
    { kind: "auto_paused", cause: "complaint", ...count },
    TEXT,
    FORMAT,
  );
  expect(stopped.text).toContain("3 of 1,000 emails were marked as spam (0.3%)");
});

test("says what to do about a domain that Kindred itself refuses", () => {
  const at = { since: count.since, until: count.since, reason: DOMAIN_NOT_PROVED };
  const block = { kind: "sender_refused", domain: "kettle.example", ...at } as const;
  expect(describeSendingBlock(block, TEXT, FORMAT)).toMatchObject({
    title: "Verify that you own kettle.example",
    text: "Emails wait until you do. Add the DNS record shown on the sender page.",
  });
});

test("refers to the records on the page that shows them", () => {
  const block = { kind: "domain_unproved", domain: "kettle.example" } as const;
  expect(describeSendingBlock(block, TEXT, FORMAT, true).text).toBe(
    "Emails wait until you do. Add the DNS record below.",
  );
});

test("leaves out what is not known", () => {
  const refused = { kind: "sender_refused", domain: "kettle.example" } as const;
  const { text } = describeSendingBlock(
    { ...refused, since: null, until: null, reason: null },
    TEXT,
    FORMAT,
  );
  expect(text).toBe("Emails are on hold. Check your provider’s API key and your domain.");
});
