import { Button, InlineStack, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import {
  addDays,
  daysIn,
  rangeOf,
  readDay,
  REPORT_DAYS,
  type DayRange,
  type ReportPeriod,
} from "~/feedback/reports/report-range";

interface PeriodFieldProps {
  period: ReportPeriod;
  today: string;
  onChange: (period: ReportPeriod) => void;
}

const OWN = "own";

/** The last n days, or a custom range. */
export function PeriodField({ period, today, onChange }: PeriodFieldProps) {
  const isOwn = period.kind === "between";
  return (
    <>
      <Select
        label="Sent in"
        labelInline
        options={[
          ...REPORT_DAYS.map((days) => ({ label: `The last ${days} days`, value: String(days) })),
          { label: "Days that I choose", value: OWN },
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
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const problem = problemOf(from, to);
  const isSame = from === range.from && to === range.to;
  const field = { type: "date", max: today, autoComplete: "off", labelHidden: true } as const;
  return (
    <InlineStack gap="200" blockAlign="start" wrap={false}>
      <TextField label="First day" {...field} value={from} onChange={setFrom} error={problem} />
      <TextField label="Last day" {...field} value={to} onChange={setTo} />
      <Button disabled={isSame || problem !== false} onClick={() => onChange({ from, to })}>
        Show
      </Button>
    </InlineStack>
  );
}

function problemOf(from: string, to: string): string | false {
  if (readDay(from) === null || readDay(to) === null) return "Choose both days";
  if (daysIn({ from, to }) === 0) return "Must not come after the last day";
  if (from < addDays(to, -1_095)) return "At most three years";
  return false;
}
