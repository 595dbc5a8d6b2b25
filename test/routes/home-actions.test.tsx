import { expect, test } from "vitest";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import { EMPTY_HOME, homeText, NOTHING_IN_THEME, renderHome, REVENUE } from "../support/home-page";
import { htmlOf, textOf } from "../support/render-page";

const BROWSE = {
  ...{ flowId: "browse-abandonment", name: "Browse abandonment", emailsPerWeek: 50 },
  ...{ peoplePerWeek: 43.2, revenueMinorPerWeek: 312_40 },
};

test("suggests flows with the people and revenue that they would bring", () => {
  const text = homeText({
    suggestions: [BROWSE, { ...BROWSE, flowId: "vip", revenueMinorPerWeek: 0 }],
  });
  expect(text).toContain(
    "Turn on Browse abandonment About 43 customers a week, worth about £1,300 in attributed revenue in 30 days",
  );
  expect(text).toContain("Turn on Browse abandonment About 43 customers a week Turn on");
  expect(homeText()).not.toContain("Recommended next steps");
});

test("says that a suggested flow could not be turned on", () => {
  const refused = { flowId: BROWSE.flowId, isRefused: true };
  expect(homeText({ suggestions: [BROWSE] }, refused)).toContain("couldn’t be turned on");
  expect(homeText({ suggestions: [BROWSE] })).not.toContain("couldn’t be turned on");
});

test("ranks an email to lapsing customers among the flows by the revenue of the next 30 days", () => {
  const order = (revenueMinor: number) => {
    const lapsing = { audience: "lapsing", people: 120, revenueMinor } as const;
    const text = homeText({ suggestions: [BROWSE], lapsing });
    return text.indexOf("Email customers who are about to lapse") - text.indexOf("Turn on Browse");
  };
  // Browse abandonment brings 312.40 a week, so 1,338.86 in 30 days.
  expect(order(1_400_00)).toBeLessThan(0);
  expect(order(1_300_00)).toBeGreaterThan(0);
  const lapsing = { audience: "lapsing", people: 120, revenueMinor: 900_00 } as const;
  expect(homeText({ lapsing })).toContain(
    "About 120 customers who bought often and now buy less, worth about £900 in attributed revenue for one email",
  );
  expect(homeText({ lapsing: { ...lapsing, revenueMinor: 0 } })).toContain(
    "who bought often and now buy less Write email",
  );
});

test("lists what waits for approval before all suggestions", () => {
  const text = homeText({ suggestions: [BROWSE], approvals: 2 });
  expect(text).toMatch(/Optimizations to approve 2 changes wait.*Turn on Browse abandonment/);
  expect(homeText({ approvals: 1 })).toContain("1 change waits for your approval");
});

const homeWithLook = (
  change: Partial<NonNullable<LiftAnswer["current"]>> = {},
  expected: LiftAnswer["expected"] = [],
) => {
  const look = {
    ...{ incrementalMinor: 4_100_00, lowMinor: 1_300_00, highMinor: 6_000_00 },
    ...{ standardErrorMinor: 1, chancePositive: 0.86, priorMinor: 0, people: 900 },
    ...{ revenueMinor: 0, holdoutPeople: 45, from: "2026-01-05", to: "2026-02-01" },
    ...{ fraction: 0.4, attributedMinor: 5_000_00 },
    ...change,
  };
  const total = {
    ...{ of: "total" as const, name: "", flowId: "", campaignId: "", windowDays: 30 as const },
    ...{ people: 945, problem: null, current: look, finished: null, expected, groups: [] },
  };
  return homeText({ lift: { ...EMPTY_HOME.lift, answers: [total] }, revenue: REVENUE });
};

test("shows the measured effect in money with its range and certainty, once there is a result", () => {
  expect(homeWithLook()).toContain(
    "Incremental revenue About £4,100 Between £1,300 and £6,000. 86% likely that your emails bring more",
  );
  expect(homeText({ revenue: REVENUE })).not.toContain("Incremental revenue About");
});

test("says in words first what may be nothing, and leaves out an amount that is noise", () => {
  const expected = [{ rate: 0.05, day: "2026-06-14" }];
  const probable = { incrementalMinor: 1_100_00, lowMinor: -900_00, highMinor: 3_100_00 };
  expect(homeWithLook(probable, expected)).toContain(
    "Incremental revenue Probably more revenue About £1,100, between −\u2060£900 and £3,100. 86% likely that your emails bring more than no email. Answer expected by Jun 14, 2026 at 5% holdout.",
  );
  const noise = { incrementalMinor: 110_000_00, lowMinor: -390_000_00, highMinor: 610_000_00 };
  const text = homeWithLook(noise, expected);
  expect(text).toContain(
    "Incremental revenue Not known yet Between −\u2060£390,000 and £610,000. 86% likely",
  );
  expect(text).not.toContain("£110,000");
  expect(homeWithLook({}, expected)).not.toContain(
    "86% likely that your emails bring more than no email. Answer expected",
  );
});

test("shows what works in the storefront, with a link for each block that is not in the theme", () => {
  const storefront = { ...EMPTY_HOME.storefront, pixel: "connected" as const };
  const theme = { ...NOTHING_IN_THEME, "sign-up": true };
  const html = htmlOf(renderHome({ storefront }, { theme }));
  for (const part of ["identity", "recommended", "notify-me"]) {
    expect(html).toContain(`href="https://shop.test/${part === "identity" ? "embed" : part}"`);
  }
  expect(html).not.toContain("https://shop.test/sign-up");
  const text = textOf(renderHome({ storefront }, { theme }));
  expect(text).toContain("Web pixel Success Connected No visits yet.");
  expect(text).toContain("Sign-up form Success Added");
  expect(text).toContain("Notify me Not added");
});

test("shows links without a status while the theme is not known", () => {
  const text = textOf(renderHome({}, { theme: null }));
  expect(text).not.toContain("ot added");
  expect(text).toContain("Recommended products Block with products chosen for each customer. Add");
});
