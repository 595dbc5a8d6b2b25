import {
  Banner,
  BlockStack,
  Box,
  Card,
  Checkbox,
  FormLayout,
  Layout,
  Page,
  Select,
  TextField,
} from "@shopify/polaris";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import type {
  SettingsField,
  SettingsProblems,
  SettingsValues,
} from "~/pages/settings/settings-form";
import { GERMAN_ADDRESSES } from "~/i18n/locale";
import { useFormat, useText } from "~/i18n/text-provider";
import { AccentField } from "./accent-field";
import { BrandPreview } from "./brand-preview";
import type { WindowPreview } from "~/pages/settings/preview-window.server";
import { DiscountLimitFields } from "./discount-limit-fields";
import { LimitsTable } from "./limits-table";
import { LogoField } from "./logo-field";
import { CaptchaFields } from "./captcha-fields";
import { describeProblem } from "./describe-problem";
import { MerchantEmailFields } from "./merchant-email-fields";
import { SettingsSection } from "~/components/forms/settings-section";
import { AttributionWindowField } from "./window-field";
import { SignUpFields, type LiveTextView } from "./sign-up-fields";

interface SettingsPageProps {
  values: SettingsValues;
  timeZone: string;
  liveTexts: readonly LiveTextView[];
  problems: SettingsProblems;
  /** null: the last save worked, or there was none. */
  error: "unreadable" | "changed" | null;
  isSaving: boolean;
  /** The effect of another attribution window, once requested. */
  windowPreview: WindowPreview | null;
  onPreviewWindow: (days: string) => void;
  onSave: (values: SettingsValues) => void;
}

const MEASURED_GROUPS = [
  ["holdout", "holdoutPercent"],
  ["globalHoldout", "shopHoldoutPercent"],
  ["baseline", "baselinePercent"],
] as const;

export function SettingsPage({
  values,
  timeZone,
  liveTexts,
  problems,
  error,
  isSaving,
  windowPreview,
  onPreviewWindow,
  onSave,
}: SettingsPageProps) {
  const [draft, setDraft, isDirty, discard] = useDraft(values);
  const text = useText("settings");
  const common = useText("common");
  const format = useFormat();
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    label: format.hourOfDay(hour),
    value: String(hour),
  }));
  const field = (name: SettingsField) => ({
    id: name,
    autoComplete: "off",
    value: draft[name],
    error: isDirty && describeProblem(name, problems[name], text),
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  return (
    <Page
      title={text("title")}
      secondaryActions={[
        { content: text("sender"), url: "/app/sender" },
        { content: text("texts"), url: "/app/texts" },
        { content: text("sync"), url: "/app/sync" },
        { content: text("accessLog"), url: "/app/access-log" },
      ]}
    >
      <SaveBar
        id="settings-save-bar"
        isDirty={isDirty}
        isSaving={isSaving}
        onSave={() => onSave(draft)}
        onDiscard={discard}
      />
      <Layout>
        {error !== null && (
          <Layout.Section variant="fullWidth">
            <Banner
              tone="critical"
              title={error === "changed" ? text("changed") : common("unreadable")}
            />
          </Layout.Section>
        )}
        <SettingsSection id="brand" title={text("brand.title")} description={text("brand.text")}>
          <Card>
            <BlockStack gap="500">
              <FormLayout>
                <TextField label={text("brand.shopName")} {...field("shopName")} />
                <AccentField {...field("accent")} />
                <LogoField {...field("logoUrl")} />
                <Select
                  label={text("brand.germanAddress")}
                  helpText={text("brand.germanAddressHelp")}
                  options={GERMAN_ADDRESSES.map((value) => ({
                    value,
                    label: text(`brand.germanAddress.${value}`),
                  }))}
                  {...field("germanAddress")}
                />
              </FormLayout>
              <BrandPreview values={draft} />
            </BlockStack>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="sender"
          title={text("senders.title")}
          description={text("senders.text")}
        >
          <Card>
            <FormLayout>
              <TextField label={text("senders.name")} {...field("senderName")} />
              <TextField
                label={text("senders.address")}
                type="email"
                placeholder="hello@your-store.com"
                {...field("senderAddress")}
              />
              <TextField
                label={text("senders.replyTo")}
                type="email"
                helpText={text("senders.replyToHelp")}
                {...field("replyTo")}
              />
              <TextField
                label={text("senders.campaignAddress")}
                type="email"
                placeholder="news@news.your-store.com"
                helpText={text("senders.campaignAddressHelp")}
                {...field("campaignSenderAddress")}
              />
              <TextField
                label={text("senders.campaignName")}
                helpText={text("senders.campaignNameHelp")}
                {...field("campaignSenderName")}
              />
              <TextField
                label={text("senders.support")}
                type="email"
                helpText={text("senders.supportHelp")}
                {...field("supportEmail")}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection id="legal" title={text("legal.title")} description={text("legal.text")}>
          <Card>
            <FormLayout>
              <TextField label={text("legal.name")} {...field("legalName")} />
              <TextField
                label={text("legal.address")}
                helpText={text("legal.addressHelp")}
                {...field("postalAddress")}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="sign-ups"
          title={text("signUps.title")}
          description={text("signUps.text")}
        >
          <Card>
            <BlockStack gap="500">
              <SignUpFields liveTexts={liveTexts} {...field("optInRule")} />
              <CaptchaFields
                saved={values.captcha}
                service={field("captcha")}
                secret={field("captchaSecret")}
              />
            </BlockStack>
          </Card>
        </SettingsSection>
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
                saved={values.attributionDays}
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
                checked={draft.tracksOpens === "yes"}
                onChange={(checked) => setDraft({ ...draft, tracksOpens: checked ? "yes" : "no" })}
              />
              <MerchantEmailFields
                reverts={{
                  checked: draft.revertNotices === "yes",
                  onChange: (isOn) => setDraft({ ...draft, revertNotices: isOn ? "yes" : "no" }),
                }}
                isOn={draft.weeklyDigest === "yes"}
                onToggle={(isOn) => setDraft({ ...draft, weeklyDigest: isOn ? "yes" : "no" })}
                address={field("digestAddress")}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
