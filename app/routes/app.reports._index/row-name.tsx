import { Box, Link } from "@shopify/polaris";
import { useEmailNames } from "~/components/email/use-email-names";
import { reportUrl } from "~/feedback/reports/report-range";
import type { NamedRow, Report } from "~/feedback/reports/report.server";
import { writeRowLabel } from "~/feedback/reports/row-label";
import { useFormat, useText } from "~/i18n/text-provider";
import { outboxUrl } from "../app.outbox._index/outbox-url";

interface RowNameProps extends Pick<NamedRow, "name" | "of"> {
  report: Report;
}

/** The name of a row, linked to its emails. */
export function RowName({ name, of, report }: RowNameProps) {
  const text = useText("measures");
  const format = useFormat();
  const nameEmail = useEmailNames();
  const { from, to, filter } = report;
  const { day, flowId, campaignId, templateId } = of;
  const label =
    templateId && "name" in name
      ? { ...name, name: nameEmail({ templateId, name: name.name }) }
      : name;
  const words = day === null ? writeRowLabel(label, text) : format.calendarDay(day);
  // Emails without a value of the dimension are not a single list.
  const isRest = [flowId, campaignId, templateId].every((id) => id === null || id === "");
  if (isRest && day === null && of.segmentId === null) return words;
  const { version: flowVersion, day: _day, ...rest } = of;
  const url = outboxUrl(
    {
      ...rest,
      flowId: flowId || null,
      stepId: of.stepId || null,
      flowVersion: flowVersion || null,
      campaignId: campaignId || null,
      state: "sent",
      from: day ?? from,
      to: day ?? to,
    },
    reportUrl("/app/reports", filter),
  );
  // A table with many columns would leave one word per line.
  return (
    <Box minWidth="130px">
      <Link url={url}>{words}</Link>
    </Box>
  );
}
