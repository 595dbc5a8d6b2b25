import { Button, InlineStack, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import {
  daysIn,
  rangeOf,
  readDay,
  REPORT_DAYS,
  type DayRange,
  type ReportPeriod,
} from "~/feedback/reports/report-range";
import { addDays } from "~/lib/calendar-day";
import { useText } from "~/i18n/text-provider";

interface PeriodFieldProps {
  period: ReportPeriod;
  today: string;
  onChange: (period: ReportPeriod) => void;
}

const OWN = "own";

/** The last n days, or a custom range. */
export function PeriodField({ period, today, onChange }: PeriodFieldProps) {
  const text = useText("reports");
  const isOwn = period.kind === "between";
  return (
    <>
      <Select
        label={text("period.label")}
        options={[
          ...REPORT_DAYS.map((days) => ({
            label: text("period.last", { days }),
            value: String(days),
          })),
          { label: text("period.custom"), value: OWN },
        ]}
        value={isOwn ? OWN : String(period.days)}
        onChange={(value) => {
          const days = REPORT_DAYS.find((it) => String(it) === value);
          if (days !== undefined) onChange({ kind: "last", days });
          else onChange({ kind: "between", ...rangeOf(period, today) });
        }}
      />
      {isOwn && (
        <OwnDays
          key={`${period.from} ${period.to}`}
          range={period}
          today={today}
          onChange={(range) => onChange({ kind: "between", ...range })}
        />
      )}
    </>
  );
}

interface OwnDaysProps {
  range: DayRange;
  today: string;
  onChange: (range: DayRange) => void;
}

/** Requests the range once both dates are complete, because browsers report each typed digit of a year. */
function OwnDays({ range, today, onChange }: OwnDaysProps) {
  const text = useText("reports");
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const problem = problemOf(from, to);
  const isSame = from === range.from && to === range.to;
  const field = { type: "date", max: today, autoComplete: "off", labelHidden: true } as const;
  return (
    <InlineStack gap="200" blockAlign="start" wrap={false}>
      <TextField
        label={text("period.from")}
        {...field}
        value={from}
        onChange={setFrom}
        error={problem === null ? false : text(`period.${problem}`)}
      />
      <TextField label={text("period.to")} {...field} value={to} onChange={setTo} />
      <Button disabled={isSame || problem !== null} onClick={() => onChange({ from, to })}>
        {text("period.apply")}
      </Button>
    </InlineStack>
  );
}

function problemOf(from: string, to: string): "missing" | "reversed" | "tooLong" | null {
  if (readDay(from) === null || readDay(to) === null) return "missing";
  if (daysIn({ from, to }) === 0) return "reversed";
  return from < addDays(to, -1_095) ? "tooLong" : null;
}
