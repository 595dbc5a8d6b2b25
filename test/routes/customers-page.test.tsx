import { expect, test } from "vitest";
import { readCustomerListFilter } from "~/pages/customers/customer-list-filter";
import type { CustomerList, CustomerRow } from "~/pages/customers/customer-list.server";
import { CustomersPage } from "~/routes/app.customers._index/page";
import { textOf } from "../support/render-page";

const NO_CUSTOMERS: CustomerList = {
  currency: "GBP",
  total: { count: 0, hasMore: false },
  filter: readCustomerListFilter(new URLSearchParams()),
  rows: [],
  page: 1,
  hasNext: false,
};

const NO_SEARCH = {
  ...{ query: "", onChange: () => undefined },
  ...{ matches: null, isPending: false, hasFailed: false },
};

const NOT_SUPPRESSING = {
  ...{ isPending: false, last: null },
  ...{ onSuppress: () => undefined, onUndo: () => undefined },
};

const showList = (props: Partial<Parameters<typeof CustomersPage>[0]>) =>
  textOf(
    <CustomersPage
      list={NO_CUSTOMERS}
      dataRequests={[]}
      guestRequests={[]}
      search={NO_SEARCH}
      suppressing={NOT_SUPPRESSING}
      onFilter={() => undefined}
      onDownload={() => undefined}
      {...props}
    />,
  );

test("the list of customers says when there are none, or none that the filter shows", () => {
  expect(showList({})).toContain("No customers yet");
  const filter = { ...NO_CUSTOMERS.filter, orders: "several" } as const;
  const text = showList({ list: { ...NO_CUSTOMERS, filter } });
  expect(text).toContain("No customers match Clear a filter");
  expect(text).toContain("Clear filters");
});

test("says how many customers were suppressed, and offers to undo it", () => {
  const show = (count: number) => {
    const last = { customerIds: ["7"], at: "2026-03-03T12:00:00.000Z", count };
    return showList({ suppressing: { ...NOT_SUPPRESSING, last } });
  };
  expect(show(2)).toContain("2 customers are suppressed Undo");
  expect(show(0)).toContain("suppressed already");
  expect(show(0)).not.toContain("Undo");
});

test("the search shows who matches, or what to type", () => {
  const row: CustomerRow = {
    customerId: "7",
    name: "Ada Quill",
    email: "ada@example.com",
    orderCount: 0,
    netSpendMinor: 0,
    lastOrderAt: null,
    marketingState: "subscribed",
  };
  const search = (rows: readonly CustomerRow[], rest: object = {}) =>
    showList({
      search: {
        ...{ ...NO_SEARCH, query: "ada" },
        matches: { rows, hasMore: false, isShort: false, ...rest },
      },
    });
  expect(search([row])).toContain("Ada Quill ada@example.com Success Subscribed None");
  expect(search([row])).toContain("1 customer matches");
  expect(search([row], { hasMore: true })).toContain("More than 1 customer matches. Type more");
  expect(search([])).toContain("No customers match Type the beginning of a first or last name");
  expect(search([], { isShort: true })).toContain("Type at least three letters");
});

test("shows in a large shop that there are more customers than counted, and names data requests by day", () => {
  const text = showList({
    list: { ...NO_CUSTOMERS, total: { count: 10_000, hasMore: true } },
    guestRequests: [{ requestKey: "w1", requestedAt: "2026-03-03T12:00:00.000Z" }],
  });
  expect(text).toContain("More than 10,000 customers");
  expect(text).toContain("A guest requested their data");
  expect(text).toContain("Requested on Mar 3, 2026");
});
