import { expect, test } from "vitest";
import { WHOLE_LOG, type AccessLogFilter } from "~/privacy/access-log-filter";
import type { AccessLogPageData as Log } from "~/pages/access-log/access-log.server";
import { accessLogUrl, readAccessLogFilter } from "~/routes/app.access-log._index/access-log-url";
import { AccessLogPage } from "~/routes/app.access-log._index/page";
import { htmlOf, textOf } from "../support/render-page";

const EMPTY: Log = {
  ...{ filter: WHOLE_LOG, page: 1, hasNext: false, people: [] },
  entries: [],
};
const VIEW = {
  ...{ auditId: "a1", at: "2026-03-03T10:00:00.000Z", person: "548380009" },
  ...{ action: "customer_viewed", object: { kind: "customer" as const, id: "201" } },
  name: null,
};
const page = (log: Partial<Log> = {}, isLoading = false) => (
  <AccessLogPage
    log={{ ...EMPTY, ...log }}
    isLoading={isLoading}
    staffUrl={(id) => `https://admin.shopify.com/store/kettle/settings/account/${id}`}
    onFilter={() => undefined}
    onExport={() => undefined}
  />
);

test("shows the actor, action, time and object", () => {
  const log = { entries: [VIEW], people: ["548380009", "shopify"] };
  expect(textOf(page(log))).toMatch(
    /Mar 3, 2026, 10:00 AM Staff member 548380009 Viewed a customer Customer 201/,
  );
  const html = htmlOf(page(log));
  expect(html).toContain("https://admin.shopify.com/store/kettle/settings/account/548380009");
  expect(html).toContain('href="/app/customers/201"');
});

test("names an object that still exists", () => {
  const opened = { ...VIEW, object: { kind: "flow" as const, id: "f1" }, name: "Price drop" };
  expect(textOf(page({ entries: [opened] }))).toContain("Flow Price drop");
});

test("does not link to deleted objects", () => {
  const deleted = { ...VIEW, action: "flow_deleted", object: { kind: "flow" as const, id: "f1" } };
  expect(htmlOf(page({ entries: [deleted] }))).not.toContain('href="/app/flows/f1"');
});

test("says whether nothing was logged or nothing matches", () => {
  expect(textOf(page())).toContain("No entries yet");
  const filtered = textOf(page({ filter: { ...WHOLE_LOG, person: "548380009" } }));
  expect(filtered).toContain("No entries match");
  expect(filtered).toContain("Clear filters");
});

test("shows that another page is loading", () => {
  expect(htmlOf(page({ entries: [VIEW] }, true))).toContain("Polaris-IndexTable__LoadingPanel");
});

test("a filter round-trips through its URL, and an invalid one does not filter", () => {
  const filter: AccessLogFilter = {
    ...{ person: "548380009", action: "segment_exported" },
    ...{ from: "2026-03-01", to: "2026-03-03" },
  };
  const readBack = (url: string) =>
    readAccessLogFilter(new URL(url, "https://app.example").searchParams);
  expect(readBack(accessLogUrl(filter, { page: 2 }))).toEqual(filter);
  expect(readBack("/app/access-log?action=toString&from=yesterday")).toEqual(WHOLE_LOG);
});
