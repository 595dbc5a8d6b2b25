import { Card, Checkbox, FormLayout, Layout, TextField } from "@shopify/polaris";
import { SettingsSection } from "~/components/forms/settings-section";
import { useText } from "~/i18n/text-provider";
import type { WindowPreview } from "~/pages/settings/preview-window.server";
import { MerchantEmailFields } from "../merchant-email-fields";
import type { SettingsFieldOf, SettingsToggleOf } from "../settings-fields";
import { AttributionWindowField } from "../window-field";

const MEASURED_GROUPS = [
  ["holdout", "holdoutPercent"],
  ["globalHoldout", "shopHoldoutPercent"],
  ["baseline", "baselinePercent"],
] as const;

interface MeasuringSectionProps {
  /** The attribution window in use. */
  savedDays: string;
  /** The effect of another attribution window, once requested. */
  windowPreview: WindowPreview | null;
  onPreviewWindow: (days: string) => void;
  toggle: SettingsToggleOf;
  field: SettingsFieldOf;
}

/** How results are measured, and reported to the merchant. */
export function MeasuringSection({
  savedDays,
  windowPreview,
  onPreviewWindow,
  toggle,
  field,
}: MeasuringSectionProps) {
  const text = useText("settings");
  return (
    <Layout>
      <SettingsSection
        id="measuring"
        title={text("measurement.title")}
        description={text("measurement.text")}
      >
        <Card>
          <FormLayout>
            {MEASURED_GROUPS.map(([group, name]) => (
              <TextField
                key={name}
                label={text(`measurement.${group}`)}
                suffix="%"
                inputMode="decimal"
                helpText={text(`measurement.${group}Help`)}
                {...field(name)}
              />
            ))}
            <AttributionWindowField
              saved={savedDays}
              preview={windowPreview}
              onPreview={onPreviewWindow}
              {...field("attributionDays")}
            />
            <FormLayout.Group>
              <TextField
                label={text("measurement.costPerMonth")}
                inputMode="decimal"
                helpText={text("measurement.costPerMonthHelp")}
                {...field("costPerMonth")}
              />
              <TextField
                label={text("measurement.costPerThousand")}
                inputMode="decimal"
                {...field("costPerThousandEmails")}
              />
            </FormLayout.Group>
            <Checkbox
              label={text("measurement.opens")}
              helpText={text("measurement.opensHelp")}
              {...toggle("tracksOpens")}
            />
            <MerchantEmailFields
              reverts={toggle("revertNotices")}
              digest={toggle("weeklyDigest")}
              address={field("digestAddress")}
            />
          </FormLayout>
        </Card>
      </SettingsSection>
    </Layout>
  );
}
