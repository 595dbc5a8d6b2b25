import { expect, test } from "vitest";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { Block } from "~/messages/blocks/block";
import { flattenBlocks } from "~/messages/blocks/block";
import { describeChanges } from "~/messages/editing/describe-changes";
import type { EmailPageData } from "~/pages/emails/email-page.server";
import { KindPanel } from "~/routes/app.emails.$emailGroup.$emailKey/panels/kind-panel";
import { BlockConditionFields } from "~/routes/app.emails.$emailGroup.$emailKey/panels/condition-fields";
import { ChangesList } from "~/routes/app.emails.$emailGroup.$emailKey/cards/changes-list";
import { PublishEffects } from "~/routes/app.emails.$emailGroup.$emailKey/cards/confirm-publish";
import { EditorPage } from "~/routes/app.emails.$emailGroup.$emailKey/page";
import { shownAs } from "~/routes/app.emails.$emailGroup.$emailKey/preview/shown-as";
import { EmailsPage } from "~/routes/app.emails._index/page";
import { EVERY_BLOCK } from "../support/every-block";
import { htmlOf, textOf } from "../support/render-page";

const EMAIL: EmailPageData = {
  templateId: "welcome/email-1",
  name: "Welcome 1",
  document: EVERY_BLOCK,
  effective: { ...EVERY_BLOCK, subject: "Before" },
  draftRevision: 3,
  publishedVersion: 2,
  hasEffective: true,
  versions: [{ version: 2, publishedAt: "2026-11-24T12:00:00.000Z", changes: [] }],
  campaignId: null,
  usedBy: [
    {
      ...{ flowId: "welcome", flowName: "Welcome", emailNumber: 1, status: "live" },
      reach: {
        ...{ people: 37, past: 20, without: 5, planned: 1 },
        coming: [
          { stepId: "email-1", count: 8 },
          { stepId: "ask", count: 4 },
        ],
      },
    },
  ],
};
const SHOP = {
  readers: [{ profileId: profileIdOfCustomer("1"), name: "Grace Hopper" }],
  builder: {
    names: { currency: "GBP", values: {}, segments: { s1: "Regulars" }, metafields: {} },
    others: [{ id: "s1", name: "Regulars" }],
    notes: [],
    metafields: [],
  },
  timeZone: "Europe/London",
  languages: ["de", "en"],
  theme: { theme: "minimal", accent: "#b4456a" } as const,
  savedBlocks: [],
  yourOrder: {},
  customPaths: [],
};
const page = <EditorPage email={EMAIL} shop={SHOP} subjectTests={[]} onRefresh={() => undefined} />;

/** Fields without a label. */
function unlabeled(html: string): readonly string[] {
  const ids = [...html.matchAll(/<(?:input|select|textarea)[^>]* id="([^"]+)"/g)].map((m) => m[1]!);
  return ids.filter((id) => !html.includes(`for="${id}"`));
}

test("the editor shows every block by its name and text, and where the email is used", () => {
  const text = textOf(page);
  expect(text).toContain("Heading For [First name]");
  expect(text).toContain("Column 1");
  expect(text).toContain("Version 2 (current)");
  expect(text).toContain("Unpublished changes");
  expect(text).toContain("Welcome, email 1");
});

test("publishing first shows its effect on enrolled customers, and excluded recipients", () => {
  const text = textOf(<PublishEffects usedBy={EMAIL.usedBy} isFirst />);
  expect(text).toContain("Welcome, email 1");
  expect(text).toContain("37 customers are in the flow.");
  expect(text).toContain(
    "12 customers haven’t reached this email yet. They get the published version",
  );
  expect(text).toContain("20 customers passed this email and won’t get it.");
  expect(text).toContain("5 customers follow an earlier version of the flow without this email.");
  expect(text).toContain("1 scheduled email uses the published version.");
});

test("every field of the editor has a label, and every icon button a name", () => {
  const html = htmlOf(page);
  expect(unlabeled(html)).toEqual([]);
  const buttons = [...html.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)];
  const nameless = buttons.filter(
    ([, attributes = "", inside = ""]) =>
      !attributes.includes("aria-label") && inside.replace(/<[^>]*>/g, "").trim() === "",
  );
  expect(nameless.map(([all]) => all)).toEqual([]);
});

test.each(flattenBlocks(EVERY_BLOCK.blocks).map((block): [string, Block] => [block.id, block]))(
  "every field in the panel of %s has a label",
  (_id, block) => {
    const none = { texts: ["recipient.firstName"], links: ["links.shop"], set: () => null };
    const html = htmlOf(
      <>
        {block.kind !== "text" && <KindPanel block={block} {...none} />}
        <BlockConditionFields
          block={block}
          paths={none.texts}
          set={none.set}
          builder={SHOP.builder}
        />
      </>,
    );
    expect(unlabeled(html)).toEqual([]);
  },
);

test("a block can be limited to the members of a segment, or to all others", () => {
  const members = EVERY_BLOCK.blocks.find(({ id }) => id === "members")!;
  const html = htmlOf(
    <BlockConditionFields block={members} paths={[]} set={() => null} builder={SHOP.builder} />,
  );
  expect(html).toMatch(/<option value="1" selected="">In segment: Regulars<\/option>/);
});

test("describes the rule of a block that only some customers see", () => {
  const [heading] = EVERY_BLOCK.blocks;
  const behavior = { kind: "did", behavior: "ordered", comparison: "at_least", times: 3 } as const;
  const rule = {
    kind: "any",
    of: [
      { ...behavior, window: { kind: "last", days: 60 } },
      { kind: "segment", segmentId: "s1" },
    ],
  } as const;
  const requested: Block = { ...heading!, when: { kind: "rule", rule, is: "not_met" } };
  const field = (
    <BlockConditionFields block={requested} paths={[]} set={() => null} builder={SHOP.builder} />
  );
  expect(htmlOf(field)).toContain(
    '<option value="not_met" selected="">Doesn’t match conditions</option>',
  );
  expect(textOf(field)).toContain(
    "Bought at least 3 times in the last 60 days or in segment “Regulars”",
  );
});

test("a version describes its changes, with the changed words", () => {
  const text = textOf(<ChangesList changes={describeChanges(EMAIL.effective, EMAIL.document)} />);
  expect(text).toContain("Subject reworded");
  expect(text).toContain("Before");
});

test("a dark preview always uses the dark scheme, and one without images loads none", () => {
  const html =
    '<style>@media (prefers-color-scheme: dark) { a {} }</style><img alt="Tea" src="https://a.example/b.png" width="2"/>';
  expect(shownAs(html, { isDark: true, hasPictures: true })).toContain("@media all {");
  expect(shownAs(html, { isDark: false, hasPictures: false })).toBe(
    '<style>@media not all { a {} }</style><img alt="Tea" width="2"/>',
  );
});

test("the list shows each email with its state, by its use", () => {
  const tabs = { tab: "others", onTab: () => undefined, page: 1 } as const;
  const text = textOf(
    <EmailsPage
      {...tabs}
      groups={[
        {
          of: { flowId: "welcome", name: "Welcome", status: "live" },
          rows: [
            {
              templateId: "welcome/email-1",
              name: "Welcome",
              number: 1,
              subject: "Welcome to {{ brand.shopName }}",
              state: "ready",
            },
          ],
        },
      ]}
    />,
  );
  expect(text).toContain("Email 1 Welcome to [Store name] Default");
  expect(textOf(<EmailsPage {...tabs} groups={[]} />)).toContain("No emails yet");
});

test("the list has pages, and a flow's emails stay together", () => {
  const groups = Array.from({ length: 9 }, (_, n) => ({
    of: { flowId: `flow-${n}`, name: `Flow ${n}`, status: "live" as const },
    rows: [1, 2, 3].map((number) => ({
      ...{ templateId: `flow-${n}/email-${number}`, name: "", number },
      ...{ subject: `Subject ${n}-${number}`, state: "ready" as const },
    })),
  }));
  const shown = (page: number) => {
    const list = <EmailsPage tab="live" onTab={() => undefined} {...{ groups, page }} />;
    return [...textOf(list).matchAll(/Subject (\d)-\d/g)].map(([, flow]) => Number(flow));
  };
  const flows = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((flow) => [flow, flow, flow]);
  expect(shown(1)).toEqual(flows.slice(0, 6).flat());
  expect(shown(2)).toEqual(flows.slice(6).flat());
  expect(shown(9)).toEqual(shown(2));
});

test("the editor tests other subjects below the email's own, with their results", () => {
  const subjects = [
    { variant: "own", text: null, share: 0.5, emails: 300, clicks: 9 },
    { variant: "line-2", text: "Hi {{ recipient.firstName }}", share: 0.5, emails: 0, clicks: 0 },
  ];
  const test = {
    ...{ flowId: "welcome", stepId: "email-1", flowName: "Welcome", emailNumber: 1 },
    subjects,
    suggestions: [
      { variant: "ready-2", subject: "Hello, {{ recipient.firstName }}", preheader: "Start here." },
    ],
  };
  const withTest = (tests: (typeof test)[], email = EMAIL) =>
    textOf(
      <EditorPage email={email} shop={SHOP} subjectTests={tests} onRefresh={() => undefined} />,
    );
  const text = withTest([test]);
  expect(text).toContain("Subject line test");
  expect(text).toContain("Your subject line, as published 50% of emails Clicks in 9 of 300 emails");
  expect(text).toContain("Hi [First name] 50% of emails Results appear two days after");
  expect(text).toContain("Suggested subjects");
  expect(text).toContain("Hello, [First name] Start here.");
  expect(withTest([])).toContain("Turn on a flow that sends this email");
  expect(withTest([], { ...EMAIL, usedBy: [] })).not.toContain("Subject line test");
});
