import { expect, test } from "vitest";
import type { CustomerList } from "~/profiles/customer-list.server";
import type { CustomerPage as Customer } from "~/profiles/customer-page.server";
import { CustomerPage } from "~/routes/app.customers.$customerId/page";
import { CustomersPage } from "~/routes/app.customers._index/page";
import { textOf } from "../support/render-page";

const NOBODY: Customer = {
  customerId: "13000",
  profileId: "c13000",
  name: null,
  email: null,
  place: null,
  currency: "GBP",
  timeZone: "Europe/London",
  consent: { state: "unsubscribed", changedAt: null },
  suppressions: ["unsubscribe"],
  orderCount: 0,
  netSpendMinor: 0,
  averageOrderMinor: null,
  firstOrderAt: null,
  lastOrderAt: null,
  daysSinceLastOrder: null,
  medianGapDays: null,
  affinities: [],
  timeline: [],
};

const NO_CUSTOMERS: CustomerList = {
  currency: "GBP",
  timeZone: "UTC",
  total: { count: 0, isMore: false },
  rows: [],
  page: 1,
  hasNext: false,
};

test("a customer of whom nothing is known has a page without invented numbers", () => {
  const text = textOf(
    <CustomerPage
      customer={NOBODY}
      mails={[]}
      picks={[]}
      dataRequests={[{ customerId: "13000", requestedAt: "2026-03-03T12:00:00.000Z" }]}
      onDownload={() => undefined}
    />,
  );
  expect(text).toContain("Customer 13000");
  expect(text).toContain("No mail goes to this address: unsubscribed");
  expect(text).toContain("Usual gap Not known");
  expect(text).toContain("Customer 13000 asked on 3 Mar 2026");
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test("the search says that an address must be whole, and beside the field that nobody has it", () => {
  const text = textOf(
    <CustomersPage
      list={NO_CUSTOMERS}
      dataRequests={[]}
      searchError="No customer of this shop has this address."
      isSearching={false}
      onSearch={() => undefined}
    />,
  );
  expect(text).toContain("Addresses are stored encrypted");
  expect(text).toContain("No customer of this shop has this address.");
  expect(text).toContain("No orders yet");
});

test("a large shop is told that it has more customers than were counted", () => {
  const text = textOf(
    <CustomersPage
      list={{ ...NO_CUSTOMERS, total: { count: 10_000, isMore: true } }}
      dataRequests={[]}
      searchError={null}
      isSearching={false}
      onSearch={() => undefined}
    />,
  );
  expect(text).toContain("More than 10,000 customers");
});
