import {
  BlockStack,
  Box,
  Card,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SegmentPageProps } from "./page";

type MembersCardProps = Pick<
  SegmentPageProps,
  "segment" | "members" | "page" | "hasNext" | "currency"
>;

/** Members of the segment, latest first. */
export function MembersCard(props: MembersCardProps) {
  const text = useText("segments");
  const { segment, members, page, hasNext, currency } = props;
  const { smDown } = useBreakpoints();
  if (members.length === 0 && page === 1) {
    return (
      <Card>
        <EmptyMessage heading={text("members.empty.heading")} text={text("members.empty.text")} />
      </Card>
    );
  }
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <Text as="h2" variant="headingMd">
          {text("members.title")}
        </Text>
      </Box>
      <IndexTable
        condensed={smDown}
        selectable={false}
        itemCount={members.length}
        headings={[
          { title: text("members.customer") },
          { title: text("members.consent") },
          { title: text("members.orders"), alignment: "end" },
          { title: text("members.netSpend"), alignment: "end" },
          { title: text("members.lastOrder") },
        ]}
      >
        {members.map((it, place) => (
          <IndexTable.Row id={it.profileId} key={it.profileId} position={place}>
            {smDown ? (
              <Condensed member={it} currency={currency} />
            ) : (
              <Cells member={it} currency={currency} />
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
      <Pager
        page={page}
        hasNext={hasNext}
        pageUrl={(to) => `/app/segments/${segment.segmentId}?page=${to}`}
      />
    </Card>
  );
}

interface RowProps extends Pick<MembersCardProps, "currency"> {
  member: MembersCardProps["members"][number];
}

function Name({ member: { customerId, name, email } }: Pick<RowProps, "member">) {
  const common = useText("common");
  return (
    <Link dataPrimaryLink url={`/app/customers/${customerId}`} removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {name ?? email ?? common("customer.unnamed", { customerId })}
      </Text>
    </Link>
  );
}

function Cells({ member, currency }: RowProps) {
  const format = useFormat();
  const { marketingState, orderCount, netSpendMinor, lastOrderAt } = member;
  return (
    <>
      <IndexTable.Cell>
        <Name member={member} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <ConsentBadge state={marketingState} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {format.count(orderCount)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {format.money({ minor: netSpendMinor, currency })}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{lastOrderAt === null ? "" : format.day(lastOrderAt)}</IndexTable.Cell>
    </>
  );
}

/** The phone layout: two lines per member. */
function Condensed({ member, currency }: RowProps) {
  const text = useText("segments");
  const format = useFormat();
  const { marketingState, orderCount, netSpendMinor, lastOrderAt } = member;
  const facts = {
    orders: orderCount,
    spend: format.money({ minor: netSpendMinor, currency }),
  };
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Name member={member} />
          <ConsentBadge state={marketingState} />
        </InlineStack>
        <Text as="span" tone="subdued">
          {lastOrderAt === null
            ? text("members.row", facts)
            : text("members.row.last", { ...facts, day: format.day(lastOrderAt) })}
        </Text>
      </BlockStack>
    </div>
  );
}
