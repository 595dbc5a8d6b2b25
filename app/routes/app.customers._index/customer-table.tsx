import {
  BlockStack,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
  useIndexResourceState,
} from "@shopify/polaris";
import { useState } from "react";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerRow } from "~/pages/customers/customer-list.server";
import type { Suppressing } from "./use-suppressing";

interface TableProps {
  rows: readonly CustomerRow[];
  currency: string;
  suppressing: Suppressing;
}

/** Customers, and what can be done with several of them. */
export function CustomerTable({ rows, currency, suppressing }: TableProps) {
  const { smDown } = useBreakpoints();
  const text = useText("customers");
  const common = useText("common");
  const [isAsking, setAsking] = useState(false);
  const selection = useIndexResourceState(rows.map(({ customerId }) => ({ id: customerId })));
  const { selectedResources, allResourcesSelected, handleSelectionChange } = selection;
  const count = selectedResources.length;
  return (
    <>
      <ConfirmModal
        isOpen={isAsking}
        title={text("bulk.confirm.title", { count })}
        text={text("bulk.confirm.text")}
        action={text("bulk.suppress")}
        keep={common("cancel")}
        onConfirm={() => {
          suppressing.onSuppress(selectedResources);
          selection.clearSelection();
          setAsking(false);
        }}
        onClose={() => setAsking(false)}
      />
      <IndexTable
        selectedItemsCount={allResourcesSelected ? rows.length : count}
        onSelectionChange={handleSelectionChange}
        promotedBulkActions={[
          {
            content: text("bulk.suppress"),
            disabled: suppressing.isPending,
            onAction: () => setAsking(true),
          },
        ]}
        resourceName={{ singular: text("list.customer"), plural: text("list.customers") }}
        itemCount={rows.length}
        condensed={smDown}
        headings={[
          { title: text("list.column.customer") },
          { title: text("list.column.consent") },
          { title: text("list.column.lastOrder") },
          { title: text("list.column.orders"), alignment: "end" },
          { title: text("list.column.netSpend"), alignment: "end" },
        ]}
      >
        {rows.map((row, position) => (
          <IndexTable.Row
            id={row.customerId}
            key={row.customerId}
            position={position}
            selected={selectedResources.includes(row.customerId)}
          >
            {smDown ? (
              <Condensed row={row} currency={currency} />
            ) : (
              <Cells row={row} currency={currency} />
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </>
  );
}

interface RowProps {
  row: CustomerRow;
  currency: string;
}

function Cells({ row, currency }: RowProps) {
  const text = useText("customers");
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <CustomerLink row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <ConsentBadge state={row.marketingState} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        {row.lastOrderAt === null ? text("orders.none") : format.day(row.lastOrderAt)}
      </IndexTable.Cell>
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

/** The phone layout: a few lines per customer. */
function Condensed({ row, currency }: RowProps) {
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
          {row.lastOrderAt === null
            ? text("list.rowWithoutOrders")
            : text("list.row", {
                orders: row.orderCount,
                spend: format.money({ minor: row.netSpendMinor, currency }),
                day: format.day(row.lastOrderAt),
              })}
        </Text>
      </BlockStack>
    </div>
  );
}

function CustomerLink({ row: { customerId, name, email } }: { row: CustomerRow }) {
  const common = useText("common");
  return (
    <BlockStack>
      <Link url={`/app/customers/${customerId}`} removeUnderline dataPrimaryLink>
        <Text as="span" fontWeight="semibold">
          {name ?? common("customer.unnamed", { customerId })}
        </Text>
      </Link>
      {email !== null && (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {email}
        </Text>
      )}
    </BlockStack>
  );
}
