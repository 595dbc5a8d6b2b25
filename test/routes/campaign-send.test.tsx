import { expect, test } from "vitest";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { ExclusionResults } from "~/routes/app.campaigns.$campaignId/exclusion-results";
import { SendFactList } from "~/routes/app.campaigns.$campaignId/send-dialog";
import { UndoBanner } from "~/routes/app.campaigns.$campaignId/undo-banner";
import { htmlOf, textOf } from "../support/render-page";

const CAMPAIGN = {
  ...{ name: "Autumn", plan: DEFAULT_PLAN, timeZone: "Europe/London" },
  audience: {
    include: [
      { kind: "segment" as const, name: "Regulars" },
      { kind: "segment" as const, name: "VIPs" },
    ],
    exclude: [{ kind: "segment" as const, name: "Wholesale" }],
  },
};
const SEND = {
  ...{ count: 1_204, subjects: ["Autumn teas"], from: "Kettle <a@kettle.example>", firstAt: null },
};

test("a send is confirmed with its audience, subject, sender and time", () => {
  const text = textOf(<SendFactList campaign={CAMPAIGN} send={SEND} lastAt={null} />);
  expect(text).toContain("Regulars and VIPs, except Wholesale: 1,204 customers");
  expect(text).toContain("Subject Autumn teas");
  expect(text).toContain("From Kettle <a@kettle.example>");
  expect(text).toContain("Time 30 seconds after you confirm");
});

test("a scheduled send shows when its first and roughly when its last email leaves", () => {
  const timing = { kind: "shop_time", date: "2026-12-01", time: "10:00" } as const;
  const text = textOf(
    <SendFactList
      campaign={{ ...CAMPAIGN, plan: { ...DEFAULT_PLAN, timing } }}
      send={{ ...SEND, subjects: ["A", "B"], firstAt: "2026-12-01T10:00:00.000Z" }}
      lastAt="2026-12-01T14:00:00.000Z"
    />,
  );
  expect(text).toContain("Subjects A B");
  expect(text).toContain("Dec 1, 2026, 10:00 AM (Europe/London)");
  expect(text).toContain("Last email around Dec 1, 2026, 2:00 PM");
});

test("shows what excluding customers cost, by the control", () => {
  const result = {
    excluded: { people: 900, ordered: 18 },
    control: { people: 100, ordered: 3 },
    windowHours: 120,
    difference: { difference: 0.01, low: -0.02, high: 0.06 },
  };
  const text = textOf(<ExclusionResults result={result} />);
  expect(text).toContain("Excluded 18 of 900 bought");
  expect(text).toContain("Control: still got the email 3 of 100 bought");
  expect(text).toContain("nothing shows that excluding these customers costs orders");
  const costly = { ...result, difference: { difference: 0.09, low: 0.02, high: 0.2 } };
  expect(textOf(<ExclusionResults result={costly} />)).toContain("costs orders, so turn it off");
});

test("the undo time is announced once, and its countdown is not", () => {
  const page = htmlOf(<UndoBanner undoMs={29_100} isBusy={false} onUndo={() => undefined} />);
  expect(page).toMatch(/role="status"/);
  expect(page).toMatch(/aria-hidden="true">You can undo the start for 30 more seconds/);
  expect(page).toMatch(/<button[^>]*>.*Undo/);
  const over = <UndoBanner undoMs={0} isBusy={false} onUndo={() => undefined} />;
  expect(textOf(over)).not.toContain("Undo");
});
