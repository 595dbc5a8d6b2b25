import {
  BlockStack,
  Button,
  Card,
  Form,
  IndexTable,
  InlineStack,
  Link,
  Page,
  Text,
  TextField,
  useBreakpoints,
} from "@shopify/polaris";
import { useState } from "react";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { DataRequestsBanner } from "~/components/customers/data-requests-banner";
import { EmptyMessage } from "~/components/lists/empty-message";
import { GuestRequestsBanner } from "~/components/customers/guest-requests-banner";
import { Pager } from "~/components/lists/pager";
import { useFormat, useText } from "~/i18n/text-provider";
import type { DataRequest, GuestRequest } from "~/profiles/data-requests/data-request-store.server";
import type { CustomerList, CustomerRow } from "~/pages/customers/customer-list.server";

interface CustomersPageProps {
  list: CustomerList;
  dataRequests: readonly DataRequest[];
  guestRequests: readonly GuestRequest[];
  hasNotFound: boolean;
  isSearching: boolean;
  onSearch: (email: string) => void;
  onDownload: (requestKey: string) => void;
}

export function CustomersPage({
  list,
  dataRequests,
  guestRequests,
  hasNotFound,
  isSearching,
  onSearch,
  onDownload,
}: CustomersPageProps) {
  const text = useText("customers");
  const { count, hasMore } = list.total;
  return (
    <Page
      title={text("list.title")}
      subtitle={text(hasMore ? "list.countMore" : "list.count", { count })}
    >
      <BlockStack gap="400">
        <DataRequestsBanner requests={dataRequests} />
        <GuestRequestsBanner requests={guestRequests} onDownload={onDownload} />
        <Card>
          <SearchForm hasNotFound={hasNotFound} isSearching={isSearching} onSearch={onSearch} />
        </Card>
        <Card padding="0">
          {list.rows.length === 0 ? (
            <EmptyMessage heading={text("list.empty.heading")} text={text("list.empty.text")} />
          ) : (
            <CustomerTable list={list} />
          )}
          <Pager
            page={list.page}
            hasNext={list.hasNext}
            pageUrl={(page) => `/app/customers?page=${page}`}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}

type SearchFormProps = Pick<CustomersPageProps, "hasNotFound" | "isSearching" | "onSearch">;

function SearchForm({ hasNotFound, isSearching, onSearch }: SearchFormProps) {
  const text = useText("customers");
  const [email, setEmail] = useState("");
  return (
    <Form onSubmit={() => onSearch(email)}>
      <TextField
        label={text("list.search.label")}
        type="email"
        autoComplete="off"
        value={email}
        error={hasNotFound && text("list.search.notFound")}
        helpText={text("list.search.help")}
        connectedRight={
          <Button submit loading={isSearching} disabled={email.trim() === ""}>
            {text("list.search.submit")}
          </Button>
        }
        onChange={setEmail}
      />
    </Form>
  );
}

function CustomerTable({ list }: { list: CustomerList }) {
  const { smDown } = useBreakpoints();
  const text = useText("customers");
  return (
    <IndexTable
      resourceName={{ singular: text("list.customer"), plural: text("list.customers") }}
      itemCount={list.rows.length}
      selectable={false}
      condensed={smDown}
      headings={[
        { title: text("list.column.customer") },
        { title: text("list.column.consent") },
        { title: text("list.column.lastOrder") },
        { title: text("list.column.orders"), alignment: "end" },
        { title: text("list.column.netSpend"), alignment: "end" },
      ]}
    >
      {list.rows.map((row, position) => (
        <IndexTable.Row id={row.customerId} key={row.customerId} position={position}>
          {smDown ? <Condensed row={row} list={list} /> : <Cells row={row} list={list} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

interface RowProps {
  row: CustomerRow;
  list: CustomerList;
}

function Cells({ row, list: { currency } }: RowProps) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <CustomerLink row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <ConsentBadge state={row.marketingState} />
      </IndexTable.Cell>
      <IndexTable.Cell>{format.day(row.lastOrderAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {format.count(row.orderCount)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {format.money({ minor: row.netSpendMinor, currency })}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: one or two lines per customer. */
function Condensed({ row, list: { currency } }: RowProps) {
  const text = useText("customers");
  const format = useFormat();
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <CustomerLink row={row} />
          <ConsentBadge state={row.marketingState} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {text("list.row", {
            orders: row.orderCount,
            spend: format.money({ minor: row.netSpendMinor, currency }),
            day: format.day(row.lastOrderAt),
          })}
        </Text>
      </BlockStack>
    </div>
  );
}

function CustomerLink({ row: { customerId, name } }: { row: CustomerRow }) {
  const common = useText("common");
  return (
    <Link url={`/app/customers/${customerId}`} removeUnderline dataPrimaryLink>
      <Text as="span" fontWeight="semibold">
        {name ?? common("customer.unnamed", { customerId })}
      </Text>
    </Link>
  );
}
