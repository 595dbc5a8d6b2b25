import {
  BlockStack,
  Card,
  Checkbox,
  ChoiceList,
  FormLayout,
  Text,
  TextField,
} from "@shopify/polaris";
import type { CampaignPlan, CampaignTiming } from "~/campaigns/campaign";

interface TimeCardProps {
  plan: CampaignPlan;
  timeZone: string;
  onChange: (change: Partial<CampaignPlan>) => void;
}

type Kind = CampaignTiming["kind"];

const CHOICES = (timeZone: string): { value: Kind; label: string; helpText: string }[] => [
  { value: "now", label: "Now", helpText: "As soon as you start it." },
  { value: "shop_time", label: "At one time", helpText: `On your shop's clock (${timeZone}).` },
  {
    value: "recipient_time",
    label: "At one time of each customer's day",
    helpText: "On the clock of the country where they live, or your shop's where that has several.",
  },
  {
    value: "best_hour",
    label: "At each customer's best hour",
    helpText: "When they usually order or click, on one day; at your time where that is not known.",
  },
];

/** Send time and pace of the campaign. */
export function SendTimeCard({ plan, timeZone, onChange }: TimeCardProps) {
  const { timing } = plan;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          When it leaves
        </Text>
        <ChoiceList
          title="When it leaves"
          titleHidden
          choices={CHOICES(timeZone)}
          selected={[timing.kind]}
          onChange={([kind]) => onChange({ timing: timingOf(kind as Kind, timing) })}
        />
        {timing.kind !== "now" && (
          <FormLayout>
            <FormLayout.Group condensed>
              <TextField
                label="Day"
                type="date"
                autoComplete="off"
                value={timing.date}
                onChange={(date) => onChange({ timing: { ...timing, date } })}
              />
              <TextField
                label="Time"
                type="time"
                autoComplete="off"
                value={timing.time}
                onChange={(time) => onChange({ timing: { ...timing, time } })}
              />
            </FormLayout.Group>
          </FormLayout>
        )}
        <FormLayout>
          <FormLayout.Group
            condensed
            helpText="Slower sending spreads the visits to your shop. Empty: as fast as they can go."
          >
            <RateField
              label="Emails an hour, at most"
              value={plan.emailsPerHour}
              onChange={(emailsPerHour) => onChange({ emailsPerHour })}
            />
            <RateField
              label="Emails a day, at most"
              value={plan.emailsPerDay}
              onChange={(emailsPerDay) => onChange({ emailsPerDay })}
            />
          </FormLayout.Group>
        </FormLayout>
        <Checkbox
          label="Leave out who orders between now and then"
          checked={plan.skipsBuyers}
          onChange={(skipsBuyers) => onChange({ skipsBuyers })}
        />
      </BlockStack>
    </Card>
  );
}

interface RateFieldProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

function RateField({ label, value, onChange }: RateFieldProps) {
  return (
    <TextField
      label={label}
      type="number"
      min={10}
      autoComplete="off"
      placeholder="No limit"
      value={value === null ? "" : String(value)}
      onChange={(text) => onChange(text === "" ? null : Number(text))}
    />
  );
}

function timingOf(kind: Kind, before: CampaignTiming): CampaignTiming {
  if (kind === "now") return { kind };
  const known = before.kind === "now" ? { date: tomorrow(), time: "10:00" } : before;
  return { kind, date: known.date, time: known.time };
}

/** "2026-11-26" in the merchant's time zone. */
function tomorrow(): string {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  return day.toLocaleDateString("sv-SE");
}
