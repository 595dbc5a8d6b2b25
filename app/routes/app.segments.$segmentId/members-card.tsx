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
import { formatCounted, formatCount, formatDay } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import { formatMoney } from "~/lib/money";
import type { SegmentPageProps } from "./page";

type MembersCardProps = Pick<
  SegmentPageProps,
  "segment" | "members" | "page" | "hasNext" | "currency" | "timeZone"
>;

/** Members of the segment, latest first. */
export function MembersCard(props: MembersCardProps) {
  const { segment, members, page, hasNext, currency, timeZone } = props;
  const { smDown } = useBreakpoints();
  if (members.length === 0 && page === 1) {
    return (
      <Card>
        <EmptyMessage
          heading="Nobody is in it now"
          text="Whoever comes to meet the rule joins within seconds, and is listed here."
        />
      </Card>
    );
  }
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <Text as="h2" variant="headingMd">
          Members
        </Text>
      </Box>
      <IndexTable
        condensed={smDown}
        selectable={false}
        itemCount={members.length}
        headings={[
          { title: "Member" },
          { title: "Consent" },
          { title: "Orders", alignment: "end" },
          { title: "Spent", alignment: "end" },
          { title: "Last order" },
        ]}
      >
        {members.map((it, place) => (
          <IndexTable.Row id={it.profileId} key={it.profileId} position={place}>
            {smDown ? (
              <Condensed member={it} currency={currency} timeZone={timeZone} />
            ) : (
              <Cells member={it} currency={currency} timeZone={timeZone} />
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

interface RowProps extends Pick<MembersCardProps, "currency" | "timeZone"> {
  member: MembersCardProps["members"][number];
}

function Name({ member: { customerId, name, email } }: Pick<RowProps, "member">) {
  return (
    <Link dataPrimaryLink url={`/app/customers/${customerId}`} removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {name ?? email ?? `Customer ${customerId}`}
      </Text>
    </Link>
  );
}

function Cells({ member, currency, timeZone }: RowProps) {
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
          {formatCount(orderCount)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {formatMoney({ minor: netSpendMinor, currency })}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        {lastOrderAt === null ? "" : formatDay(lastOrderAt, timeZone)}
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: two lines per member. */
function Condensed({ member, currency, timeZone }: RowProps) {
  const { marketingState, orderCount, netSpendMinor, lastOrderAt } = member;
  const facts = [
    formatCounted(orderCount, "order"),
    formatMoney({ minor: netSpendMinor, currency }),
    ...(lastOrderAt === null ? [] : [`last on ${formatDay(lastOrderAt, timeZone)}`]),
  ];
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Name member={member} />
          <ConsentBadge state={marketingState} />
        </InlineStack>
        <Text as="span" tone="subdued">
          {facts.join(" · ")}
        </Text>
      </BlockStack>
    </div>
  );
}
