import { expect, test } from "vitest";
import { departureWords } from "~/components/email/departure-words";
import type { SentEmailPageData as Message } from "~/pages/outbox/email-page.server";
import { ALL_EMAILS, type OutboxFilter } from "~/pages/outbox/outbox-filter";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";
import { EmailPage } from "~/routes/app.outbox.$messageId/page";
import { outboxUrl, readOutboxFilter } from "~/routes/app.outbox._index/outbox-url";
import { OutboxPage } from "~/routes/app.outbox._index/page";
import { htmlOf, textOf } from "../support/render-page";

const ALL = ALL_EMAILS;

const MESSAGE: Message = {
  messageId: "m1",
  state: "sent",
  reason: null,
  customerId: "13000",
  customerName: null,
  flowId: "cross-sell",
  flowName: "Cross-sell after delivery",
  flowVersion: 2,
  emailNumber: 1,
  campaignId: null,
  campaignName: null,
  plannedAt: "2026-03-03T10:00:00.000Z",
  departure: null,
  expiresAt: "2026-03-06T10:00:00.000Z",
  sentAt: "2026-03-03T10:01:00.000Z",
  email: {
    from: '"Kettle & Co" <hello@kettle.example>',
    to: "ada@example.com",
    replyTo: null,
    subject: "Chosen next",
    html: `<p>Hello</p><script>alert("x")</script>`,
    text: "Hello",
    headers: [{ name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" }],
  },
  subjectSource: "Chosen next after {{ order.firstProductTitle }}",
  why: [
    { kind: "trigger", object: "order", at: "2026-02-09T10:00:00.000Z" },
    { kind: "cap", had: 1, cap: 3, isLearned: false },
  ],
  ended: null,
  picks: [],
  events: [
    {
      eventId: "h1",
      at: "2026-03-03T10:02:00.000Z",
      classification: "machine",
      signals: ["known_program", "of_an_older_version"],
      position: "button",
    },
  ],
  credits: [],
};

test("names the values of a subject that are not filled in yet", () => {
  const planned: Message = { ...MESSAGE, state: "planned", sentAt: null, email: null };
  expect(textOf(<EmailPage message={planned} />)).toContain(
    "Chosen next after [First product in the order]",
  );
});

test("shows only scores of a model, with comparable digits", () => {
  const pick = {
    ...{ productId: "501", title: "Cedar tray", imageUrl: null, source: "new_for_you" as const },
    ...{
      sentence: "New in the store",
      reason: { kind: "newest" as const },
      parts: [],
      propensity: 1,
    },
  };
  const placed = (score: number, modelKind: "catalog" | "item_knn") =>
    textOf(
      <EmailPage
        message={{ ...MESSAGE, picks: [{ ...pick, score, modelKind, modelVersion: null }] }}
      />,
    );
  const byCatalog = placed(1_286_000_000_000, "catalog");
  expect(byCatalog).toContain("Source: Newest products");
  expect(byCatalog).not.toContain("e+12");
  expect(placed(2.4567, "item_knn")).toContain("Score 2.46 · Bought by the same customers");
});

test("an empty outbox links to the flows, an empty filter back to all", () => {
  const page = (filter: OutboxFilter) =>
    textOf(
      <OutboxPage
        sendingBlocks={[]}
        outbox={{ filter, rows: [], hasNext: false, flows: [], campaigns: [] }}
        onFilter={() => undefined}
      />,
    );
  expect(page(ALL)).toContain("View flows");
  expect(page({ ...ALL, state: "failed" })).toContain("Clear filters");
});

test("a planned email shows its time, or that it is unknown", () => {
  const unsent = { ...MESSAGE, state: "planned", sentAt: null, email: null } as const;
  const page = (departure: Message["departure"]) =>
    textOf(<EmailPage message={{ ...unsent, departure }} />);
  const at = "2026-03-04T08:00:00.000Z";
  expect(page({ kind: "leaves", at })).toContain("Expected to send Mar 4, 2026, 8:00 AM.");
  expect(page({ kind: "waits", at })).toContain("The send time isn’t known yet.");
  expect(page({ kind: "skipped", at })).toContain("Expected to be skipped.");
  expect(page({ kind: "next", at })).toContain("Sends next");
  const row = (departure: Parameters<typeof departureWords>[0]["departure"]) =>
    departureWords({ at, departure }, textIn("en", "delivery"), createFormat("en-GB", "UTC"));
  expect(row("leaves")).toBe("Sends 4 Mar 2026, 08:00");
  expect(row("next")).toBe("Sends next");
  expect(row(null)).toBe("4 Mar 2026, 08:00");
});

test.each([
  [ALL, "/app/outbox"],
  [{ ...ALL, state: "skipped", page: 3 }, "/app/outbox?state=skipped&page=3"],
  [{ ...ALL, flowId: "a b" }, "/app/outbox?flow=a+b"],
  [
    { ...ALL, templateId: "welcome", templateVersion: 0, from: "2026-02-01", to: "2026-02-28" },
    "/app/outbox?template=welcome&templateVersion=0&from=2026-02-01&to=2026-02-28",
  ],
] satisfies [OutboxFilter, string][])("the filter %o is kept in the URL", (filter, url) => {
  expect(outboxUrl(filter)).toBe(url);
  expect(readOutboxFilter(new URL(url, "https://app.test").searchParams)).toEqual(filter);
});

test("an invalid URL parameter does not filter", () => {
  const read = readOutboxFilter(
    new URLSearchParams("state=lost&page=-4&from=2026-02-30&version=x"),
  );
  expect(read).toEqual(ALL);
});

test("an email cannot execute scripts in the admin", () => {
  const html = htmlOf(<EmailPage message={MESSAGE} />);
  expect(html).toMatch(/<iframe[^>]* sandbox=""/);
  expect(html).not.toContain("<script>alert");
});

test("a sent email shows its reasons, and separates machine clicks from human ones", () => {
  const text = textOf(<EmailPage message={MESSAGE} />);
  expect(text).toContain("Sent Mar 3, 2026, 10:01 AM");
  expect(text).toContain("Bought on Feb 9, 2026, 10:00 AM");
  expect(text).toContain("Got 1 of at most 3 marketing emails in the last 7 days");
  expect(text).toContain("A bot clicked a button");
  expect(text).toContain("identifies itself as a program and of_an_older_version");
});

test("a campaign's email links to the campaign, and says when nothing was decided", () => {
  const of = { campaignId: "a1", campaignName: "Autumn teas", flowId: null, flowName: null };
  const email: Message = { ...MESSAGE, ...of, emailNumber: null };
  expect(textOf(<EmailPage message={email} />)).toContain(
    "Autumn teas · Sent Mar 3, 2026, 10:01 AM",
  );
  expect(htmlOf(<EmailPage message={email} />)).toContain('href="/app/campaigns/a1"');
  const left = { ...email, email: null, sentAt: null, why: [] };
  expect(textOf(<EmailPage message={{ ...left, state: "withheld" }} />)).toContain(
    "randomly assigned to the holdout when the campaign was planned",
  );
  const canceled = { ...left, state: "skipped", reason: "campaign_canceled" } as const;
  expect(textOf(<EmailPage message={canceled} />)).toContain(
    "The campaign was canceled before this email was due.",
  );
});

test("a skipped email shows its reason first", () => {
  const text = textOf(
    <EmailPage
      message={{
        ...MESSAGE,
        state: "skipped",
        reason: "not_subscribed",
        email: null,
        sentAt: null,
      }}
    />,
  );
  expect(text).toContain("The customer isn’t subscribed to marketing email");
  expect(text).toContain("This was decided before the email was created.");
  expect(text).not.toContain("Results");
});

test("an email canceled by an order shows when, and by which order", () => {
  const taken: Message = {
    ...MESSAGE,
    state: "skipped",
    reason: "order_placed",
    email: null,
    sentAt: null,
    why: [],
    ended: {
      at: "2026-03-03T09:31:00.000Z",
      order: { name: "#1042", at: "2026-03-03T09:30:00.000Z" },
    },
  };
  expect(textOf(<EmailPage message={taken} />)).toContain(
    "The customer bought on Mar 3, 2026, 9:30 AM (order #1042) and left the flow on Mar 3, 2026, 9:31 AM, before this email was due.",
  );
  const planned: Message = { ...taken, state: "planned", reason: null, ended: null };
  expect(textOf(<EmailPage message={planned} />)).toContain(
    "Kindred decides this right before the email is sent.",
  );
});
