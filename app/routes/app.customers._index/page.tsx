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
import { formatCounted, formatDay } from "~/components/formats";
import { GuestRequestsBanner } from "~/components/customers/guest-requests-banner";
import { Pager } from "~/components/lists/pager";
import { formatMoney } from "~/lib/money";
import type { DataRequest, GuestRequest } from "~/privacy/data-request-store.server";
import type { CustomerList, CustomerRow } from "~/profiles/customer-list.server";

interface CustomersPageProps {
  list: CustomerList;
  dataRequests: readonly DataRequest[];
  guestRequests: readonly GuestRequest[];
  searchError: string | null;
  isSearching: boolean;
  onSearch: (email: string) => void;
  onDownload: (requestKey: string) => void;
}

export function CustomersPage({
  list,
  dataRequests,
  guestRequests,
  searchError,
  isSearching,
  onSearch,
  onDownload,
}: CustomersPageProps) {
  return (
    <Page title="Customers" subtitle={totalWords(list.total)}>
      <BlockStack gap="400">
        <DataRequestsBanner requests={dataRequests} timeZone={list.timeZone} />
        <GuestRequestsBanner
          requests={guestRequests}
          timeZone={list.timeZone}
          onDownload={onDownload}
        />
        <Card>
          <SearchForm error={searchError} isSearching={isSearching} onSearch={onSearch} />
        </Card>
        <Card padding="0">
          {list.rows.length === 0 ? <NoCustomers /> : <CustomerTable list={list} />}
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

function totalWords({ count, hasMore: isMore }: CustomerList["total"]): string {
  return isMore
    ? `More than ${formatCounted(count, "customer")}`
    : formatCounted(count, "customer");
}

type SearchFormProps = Pick<CustomersPageProps, "isSearching" | "onSearch"> & {
  error: string | null;
};

function SearchForm({ error, isSearching, onSearch }: SearchFormProps) {
  const [email, setEmail] = useState("");
  return (
    <Form onSubmit={() => onSearch(email)}>
      <TextField
        label="Find a customer by email address"
        type="email"
        autoComplete="off"
        value={email}
        error={error ?? false}
        helpText="The whole address. Addresses are stored encrypted, so a part of one cannot be searched for."
        connectedRight={
          <Button submit loading={isSearching} disabled={email.trim() === ""}>
            Find
          </Button>
        }
        onChange={setEmail}
      />
    </Form>
  );
}

const HEADINGS = [
  { title: "Customer" },
  { title: "Consent" },
  { title: "Last order" },
  { title: "Orders", alignment: "end" },
  { title: "Net spend", alignment: "end" },
] as const;

function CustomerTable({ list }: { list: CustomerList }) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: "customer", plural: "customers" }}
      itemCount={list.rows.length}
      selectable={false}
      condensed={smDown}
      headings={[...HEADINGS]}
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

function Cells({ row, list: { currency, timeZone } }: RowProps) {
  return (
    <>
      <IndexTable.Cell>
        <CustomerLink row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <ConsentBadge state={row.marketingState} />
      </IndexTable.Cell>
      <IndexTable.Cell>{formatDay(row.lastOrderAt, timeZone)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {row.orderCount}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {formatMoney({ minor: row.netSpendMinor, currency })}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: one or two lines per customer. */
function Condensed({ row, list: { currency, timeZone } }: RowProps) {
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <CustomerLink row={row} />
          <ConsentBadge state={row.marketingState} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {`${formatCounted(row.orderCount, "order")}, ${formatMoney({ minor: row.netSpendMinor, currency })}, last ${formatDay(row.lastOrderAt, timeZone)}`}
        </Text>
      </BlockStack>
    </div>
  );
}

function CustomerLink({ row }: { row: CustomerRow }) {
  return (
    <Link url={`/app/customers/${row.customerId}`} removeUnderline dataPrimaryLink>
      <Text as="span" fontWeight="semibold">
        {row.name ?? `Customer ${row.customerId}`}
      </Text>
    </Link>
  );
}

function NoCustomers() {
  return (
    <EmptyMessage
      heading="No orders yet"
      text="Customers appear here with their first order. Others are found by their address, above."
    />
  );
}
