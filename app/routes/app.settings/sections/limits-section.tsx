import { Box, Card, FormLayout, Layout, Select, TextField } from "@shopify/polaris";
import { SettingsSection } from "~/components/forms/settings-section";
import { useFormat, useText } from "~/i18n/text-provider";
import { DiscountLimitFields } from "../discount-limit-fields";
import { LimitsTable } from "../limits-table";
import type { SettingsFieldOf } from "../settings-fields";
import { UnitCostsStatus, type UnitCostsStatusProps } from "../unit-costs-status";

interface LimitsSectionProps extends UnitCostsStatusProps {
  timeZone: string;
  field: SettingsFieldOf;
}

/** How often and when emails may be sent, and how large discounts may be. */
export function LimitsSection({ timeZone, field, ...costs }: LimitsSectionProps) {
  const text = useText("settings");
  const format = useFormat();
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    label: format.hourOfDay(hour),
    value: String(hour),
  }));
  return (
    <Layout>
      <SettingsSection id="limits" title={text("limits.title")} description={text("limits.text")}>
        <Card>
          <FormLayout>
            <FormLayout.Group>
              <TextField
                label={text("limits.hours")}
                type="number"
                min={0}
                helpText={text("limits.hoursHelp")}
                {...field("marketingCapHours")}
              />
              <TextField
                label={text("limits.week")}
                type="number"
                min={1}
                helpText={text("limits.weekHelp")}
                {...field("marketingCapPer7Days")}
              />
            </FormLayout.Group>
            <TextField
              label={text("limits.repeat")}
              type="number"
              min={0}
              max={365}
              helpText={text("limits.repeatHelp")}
              {...field("repeatDays")}
            />
            <DiscountLimitFields field={field} />
            <UnitCostsStatus {...costs} />
            <FormLayout.Group>
              <Select
                label={text("limits.quietFrom")}
                options={hours}
                {...field("quietStartHour")}
              />
              <Select
                label={text("limits.quietUntil")}
                options={hours}
                {...field("quietEndHour")}
              />
            </FormLayout.Group>
            <Box color="text-secondary">{text("limits.quietHelp", { timeZone })}</Box>
            <LimitsTable />
          </FormLayout>
        </Card>
      </SettingsSection>
    </Layout>
  );
}
