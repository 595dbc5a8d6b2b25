import { BlockStack, Box, Card, Icon, Page, SkeletonBodyText, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { DataRequestsBanner } from "~/components/customers/data-requests-banner";
import type { CustomerSearch } from "~/components/customers/use-customer-search";
import { EmptyMessage } from "~/components/lists/empty-message";
import { GuestRequestsBanner } from "~/components/customers/guest-requests-banner";
import { Pager } from "~/components/lists/pager";
import { useText } from "~/i18n/text-provider";
import type { DataRequest, GuestRequest } from "~/profiles/data-requests/data-request-store.server";
import {
  customerListUrl,
  isRestricted,
  type CustomerListFilter,
} from "~/pages/customers/customer-list-filter";
import type { CustomerList } from "~/pages/customers/customer-list.server";
import { CustomerTable } from "./customer-table";
import { Filters } from "./filters";
import { SuppressedBanner } from "./suppressed-banner";
import type { Suppressing } from "./use-suppressing";

interface CustomersPageProps {
  list: CustomerList;
  dataRequests: readonly DataRequest[];
  guestRequests: readonly GuestRequest[];
  search: CustomerSearch & { query: string; onChange: (query: string) => void };
  suppressing: Suppressing;
  onFilter: (filter: CustomerListFilter) => void;
  onDownload: (requestKey: string) => void;
}

export function CustomersPage({
  list,
  dataRequests,
  guestRequests,
  search,
  suppressing,
  onFilter,
  onDownload,
}: CustomersPageProps) {
  const text = useText("customers");
  const { count, hasMore } = list.total;
  const isSearching = search.query.trim() !== "";
  return (
    <Page
      title={text("list.title")}
      subtitle={text(hasMore ? "list.countMore" : "list.count", { count })}
      secondaryActions={[{ content: text("list.import"), url: "/app/customers/import" }]}
    >
      <BlockStack gap="400">
        <DataRequestsBanner requests={dataRequests} />
        <GuestRequestsBanner requests={guestRequests} onDownload={onDownload} />
        <SuppressedBanner suppressing={suppressing} />
        <Card padding="0">
          <Box padding="400">
            <BlockStack gap="300">
              <TextField
                label={text("list.search.label")}
                type="search"
                autoComplete="off"
                prefix={<Icon source={SearchIcon} />}
                clearButton
                value={search.query}
                onChange={search.onChange}
                onClearButtonClick={() => search.onChange("")}
              />
              {!isSearching && <Filters filter={list.filter} onFilter={onFilter} />}
            </BlockStack>
          </Box>
          {isSearching ? (
            <Matches search={search} currency={list.currency} suppressing={suppressing} />
          ) : (
            <Listed list={list} suppressing={suppressing} />
          )}
        </Card>
        <Box paddingBlockEnd="400" />
      </BlockStack>
    </Page>
  );
}

interface ListedProps {
  list: CustomerList;
  suppressing: Suppressing;
}

function Listed({ list, suppressing }: ListedProps) {
  const text = useText("customers");
  return (
    <>
      {list.rows.length > 0 ? (
        <CustomerTable
          key={customerListUrl(list.filter, list.page)}
          rows={list.rows}
          currency={list.currency}
          suppressing={suppressing}
        />
      ) : isRestricted(list.filter) ? (
        <EmptyMessage heading={text("list.noMatch.heading")} text={text("list.noMatch.filter")} />
      ) : (
        <EmptyMessage heading={text("list.empty.heading")} text={text("list.empty.text")} />
      )}
      <Pager
        page={list.page}
        hasNext={list.hasNext}
        pageUrl={(page) => customerListUrl(list.filter, page)}
      />
    </>
  );
}

interface MatchesProps {
  search: CustomersPageProps["search"];
  currency: string;
  suppressing: Suppressing;
}

function Matches({
  search: { matches, isPending, hasFailed },
  currency,
  suppressing,
}: MatchesProps) {
  const text = useText("customers");
  const common = useText("common");
  if (hasFailed) return <Message>{common("requestFailed")}</Message>;
  if (matches === null) {
    return (
      <Box padding="400">
        <SkeletonBodyText lines={3} />
      </Box>
    );
  }
  const { rows, hasMore, isShort } = matches;
  return (
    <div aria-busy={isPending} style={isPending ? { opacity: 0.6 } : {}}>
      {rows.length === 0 && !isPending && (
        <EmptyMessage
          heading={text("list.noMatch.heading")}
          text={text(isShort ? "list.noMatch.short" : "list.noMatch.text")}
        />
      )}
      {rows.length > 0 && (
        <CustomerTable rows={rows} currency={currency} suppressing={suppressing} />
      )}
      <Message>
        {rows.length > 0 &&
          text(hasMore ? "list.search.more" : "list.search.count", { count: rows.length })}
      </Message>
    </div>
  );
}

function Message({ children }: { children: ReactNode }) {
  return (
    <Box padding={children === false ? "0" : "400"}>
      <div role="status">{children}</div>
    </Box>
  );
}
