import { Card, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { formatCount, formatDay } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import { formatMoney } from "~/lib/money";
import type { SegmentPageProps } from "./page";

type MembersCardProps = Pick<
  SegmentPageProps,
  "segment" | "members" | "page" | "hasNext" | "currency" | "timeZone"
>;

/** Who is in the segment, those who came last first. */
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
            <IndexTable.Cell>
              <Link dataPrimaryLink url={`/app/customers/${it.customerId}`} removeUnderline>
                <Text as="span" fontWeight="semibold">
                  {it.name ?? it.email ?? `Customer ${it.customerId}`}
                </Text>
              </Link>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <ConsentBadge state={it.marketingState} />
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="p" alignment="end" numeric>
                {formatCount(it.orderCount)}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="p" alignment="end" numeric>
                {formatMoney({ minor: it.netSpendMinor, currency })}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>
              {it.lastOrderAt === null ? "" : formatDay(it.lastOrderAt, timeZone)}
            </IndexTable.Cell>
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
