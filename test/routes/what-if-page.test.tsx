import { describe, expect, test } from "vitest";
import type {
  ShownAnswer,
  ShownQuestion,
  WhatIfPageData,
} from "~/pages/reports/what-if-page.server";
import { WhatIfPage } from "~/routes/app.reports.what-if/page";
import { htmlOf, textOf } from "../support/render-page";

const NONE = { flow: null, emailNumber: null, of: null, variant: null, line: null };
const FLOW_OFF: ShownQuestion = {
  ...NONE,
  key: "flow_off/welcome",
  kind: "flow_off",
  flow: "Welcome",
};
const VARIANT: ShownQuestion = {
  key: "variant/products/welcome/email-1/goes_with",
  ...{ kind: "variant", flow: "Welcome", emailNumber: 1 },
  ...{ of: "products", variant: "goes_with", line: null },
};
const EMAIL_OFF: ShownQuestion = { ...NONE, key: "email_off", kind: "email_off" };
const DISCOUNT: ShownQuestion = { ...NONE, key: "discount", kind: "discount" };

const ANSWER: ShownAnswer = {
  kind: "estimated",
  ...{ from: "2026-08-19", to: "2026-11-17", days: 7 },
  revenue: { change: -320_40, low: -912_00, high: 264_00, actual: 5_412_00 },
  emails: { change: -412, low: -430, high: -394, actual: 600 },
  unsubscribes: { change: -1.24, low: -3.4, high: 0.9, actual: 4 },
  ...{ draws: 1_204, people: 1_204, alike: 61, fixed: 0 },
};

const PAGE: WhatIfPageData = {
  currency: "GBP",
  questions: [FLOW_OFF, VARIANT, EMAIL_OFF, DISCOUNT],
  chosen: null,
  answer: null,
};
const page = (change: Partial<WhatIfPageData> = {}, pendingKey: string | null = null) => (
  <WhatIfPage page={{ ...PAGE, ...change }} pendingKey={pendingKey} onAsk={() => undefined} />
);
const answered = (chosen: ShownQuestion, answer: ShownAnswer) => page({ chosen, answer });

describe("the what-if page", () => {
  test("says where questions come from while there are none", () => {
    const text = textOf(page({ questions: [] }));
    expect(text).toContain("No emails in the last 90 days");
    expect(text).not.toContain("Choose a question");
  });

  test("lists questions by what they are about", () => {
    const html = htmlOf(page());
    expect(html).toContain('<optgroup label="Flows">');
    expect(html).toContain('<optgroup label="Welcome, email 1">');
    expect(html).toContain("The products had always been “Goes well with”");
    expect(html).toContain('<optgroup label="All email">');
  });

  test("shows the change with its range, in words", () => {
    const text = textOf(answered(FLOW_OFF, ANSWER));
    expect(text).toContain("“Welcome” had been off Too close to call");
    expect(text).toMatch(
      /revenue would have been about £320 lower than the actual £5,400. The change is most likely between [-−]\u2060?£910 and \+£260./,
    );
    expect(text).toMatch(/[-−]\u2060?£910 No change \+£910/);
    expect(text).toMatch(/Emails −\u2060412 −\u2060430 to −\u2060394/);
    expect(text).toMatch(/Unsubscribes −\u20601.2 −\u20603.4 to \+0.9/);
    expect(text).toContain("Compared with 61 customers who were held out at random.");
    expect(text).toContain("with the days from their first email of this flow");
  });

  test.each([
    ["More revenue", { change: 300_00, low: 20_00, high: 580_00, actual: 5_412_00 }],
    ["Less revenue", { change: -300_00, low: -580_00, high: -20_00, actual: 5_412_00 }],
  ])("says %s only if the whole range says so", (verdict, revenue) => {
    expect(textOf(answered(VARIANT, { ...ANSWER, revenue }))).toContain(verdict);
  });

  test("says why there is no answer, and what would help", () => {
    const time = { from: "2026-08-19", to: "2026-11-17", days: 7 };
    const nobody = answered(FLOW_OFF, { kind: "not_random", draws: 40, ...time });
    expect(textOf(nobody)).toContain("No one was held out of this flow in the last 90 days");
    expect(htmlOf(nobody)).toContain('href="/app/settings"');
    const few = answered(VARIANT, { kind: "few_people", alike: 12, needed: 30, ...time });
    expect(textOf(few)).toContain("12 customers or emails were treated this way at random");
    expect(htmlOf(few)).not.toContain('href="/app/settings"');
    expect(textOf(answered(DISCOUNT, { kind: "never_random" }))).toContain(
      "Most emails give everyone their discount",
    );
  });

  test("shows the chosen question while its answer is computed", () => {
    const html = htmlOf(page({ chosen: FLOW_OFF, answer: ANSWER }, EMAIL_OFF.key));
    expect(html).toContain("Replaying the last 90 days");
    expect(html).toContain('aria-busy="true"');
    expect(html).not.toContain("Too close to call");
  });
});
