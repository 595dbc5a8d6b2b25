import {
  BlockStack,
  Button,
  Checkbox,
  ChoiceList,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CampaignPlan, CampaignTiming } from "~/campaigns/campaign";
import { DEFAULT_SEND_TIME } from "~/campaigns/default-send-time";
import type { SuggestedTime } from "~/pages/campaigns/suggest-send-time.server";

interface TimeCardProps {
  plan: CampaignPlan;
  timeZone: string;
  suggested: SuggestedTime | null;
  onChange: (change: Partial<CampaignPlan>) => void;
}

type Kind = CampaignTiming["kind"];

const KINDS = ["now", "shop_time", "recipient_time", "best_hour"] as const satisfies Kind[];

/** Send time and pace of the campaign. */
export function SendTimeCard({ plan, timeZone, suggested, onChange }: TimeCardProps) {
  const text = useText("campaigns");
  const { timing } = plan;
  return (
    <TitledCard title={text("schedule.title")}>
      <ChoiceList
        title={text("schedule.title")}
        titleHidden
        choices={KINDS.map((value) => ({
          value,
          label: text(`schedule.${value}`),
          helpText: text(`schedule.${value}.help`, { timeZone }),
        }))}
        selected={[timing.kind]}
        onChange={([kind]) => onChange({ timing: timingOf(kind as Kind, timing, suggested) })}
      />
      {timing.kind !== "now" && (
        <FormLayout>
          <FormLayout.Group condensed>
            <TextField
              label={text("schedule.day")}
              type="date"
              autoComplete="off"
              value={timing.date}
              onChange={(date) => onChange({ timing: { ...timing, date } })}
            />
            <TextField
              label={text("schedule.time")}
              type="time"
              autoComplete="off"
              value={timing.time}
              onChange={(time) => onChange({ timing: { ...timing, time } })}
            />
          </FormLayout.Group>
          {suggested && (
            <Suggestion
              suggested={suggested}
              chosen={timing.time}
              onUse={() => onChange({ timing: { ...timing, time: suggested.time } })}
            />
          )}
        </FormLayout>
      )}
      <FormLayout>
        <FormLayout.Group condensed helpText={text("schedule.limits.help")}>
          <RateField
            label={text("schedule.perHour")}
            value={plan.emailsPerHour}
            onChange={(emailsPerHour) => onChange({ emailsPerHour })}
          />
          <RateField
            label={text("schedule.perDay")}
            value={plan.emailsPerDay}
            onChange={(emailsPerDay) => onChange({ emailsPerDay })}
          />
        </FormLayout.Group>
      </FormLayout>
      <Checkbox
        label={text("schedule.skipsBuyers")}
        checked={plan.skipsBuyers}
        onChange={(skipsBuyers) => onChange({ skipsBuyers })}
      />
    </TitledCard>
  );
}

interface SuggestionProps {
  suggested: SuggestedTime;
  chosen: string;
  onUse: () => void;
}

/** When customers usually order, and a button that sets this time if another is chosen. */
function Suggestion({ suggested, chosen, onUse }: SuggestionProps) {
  const text = useText("campaigns");
  const format = useFormat();
  const time = format.timeOfDay(suggested.time);
  return (
    <BlockStack gap="100">
      <Text as="p" tone="subdued">
        {text("schedule.usual", { time, count: suggested.orders })}
      </Text>
      {chosen !== suggested.time && (
        <InlineStack>
          <Button variant="plain" onClick={onUse}>
            {text("schedule.usual.use", { time })}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

interface RateFieldProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

function RateField({ label, value, onChange }: RateFieldProps) {
  const text = useText("campaigns");
  return (
    <TextField
      label={label}
      type="number"
      min={10}
      autoComplete="off"
      placeholder={text("schedule.noLimit")}
      value={value === null ? "" : String(value)}
      onChange={(typed) => onChange(typed === "" ? null : Number(typed))}
    />
  );
}

function timingOf(
  kind: Kind,
  before: CampaignTiming,
  suggested: SuggestedTime | null,
): CampaignTiming {
  if (kind === "now") return { kind };
  const time = suggested?.time ?? DEFAULT_SEND_TIME;
  const known = before.kind === "now" ? { date: tomorrow(), time } : before;
  return { kind, date: known.date, time: known.time };
}

/** "2026-11-26" in the merchant's time zone. */
function tomorrow(): string {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  return day.toLocaleDateString("sv-SE");
}
