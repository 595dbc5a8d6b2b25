import { expect, test } from "vitest";
import { describeSendingBlock, type SendingBlock } from "~/delivery/sending-blocks/sending-block";

const count = { sent: 1_000, failures: 3, since: "2026-03-03T10:00:00.000Z" };
const EVERY: readonly SendingBlock[] = [
  { kind: "shop_closed", closedAs: "frozen", since: count.since },
  { kind: "shop_closed", closedAs: "paused", since: count.since },
  { kind: "auto_paused", cause: "complaint", ...count },
  { kind: "auto_pause_warned", cause: "hard_bounce", ...count },
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
    const { title, text } = describeSendingBlock(it, () => "3 Mar 2026, 10:00");
    expect(title).not.toMatch(/[_{}]|undefined|null/);
    expect(text).not.toMatch(/[_{}]|undefined|null/);
    if ("since" in it && it.kind !== "auto_pause_warned") expect(text).toContain("3 Mar 2026");
  },
);

test("formats counts for readers", () => {
  const stopped = describeSendingBlock(
    { kind: "auto_paused", cause: "complaint", ...count },
    () => "3 Mar 2026, 10:00",
  );
  expect(stopped.text).toContain("3 of 1,000 emails (0.30 %) were marked as spam");
});
