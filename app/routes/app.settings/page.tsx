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
import type { ReactNode } from "react";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import type {
  SettingsField,
  SettingsProblems,
  SettingsValues,
} from "~/delivery/settings/settings-form";
import { AccentField } from "./accent-field";
import { BrandPreview } from "./brand-preview";
import type { WindowPreview } from "~/feedback/window/preview-window.server";
import { LimitsTable } from "./limits-table";
import { LogoField } from "./logo-field";
import { CaptchaFields } from "./captcha-fields";
import { DigestFields } from "./digest-fields";
import { AttributionWindowField } from "./window-field";
import { SignUpFields, type LiveTextView } from "./sign-up-fields";

interface SettingsPageProps {
  values: SettingsValues;
  timeZone: string;
  liveTexts: readonly LiveTextView[];
  problems: SettingsProblems;
  error: string | null;
  isSaving: boolean;
  /** The effect of another attribution window, once requested. */
  windowPreview: WindowPreview | null;
  onPreviewWindow: (days: string) => void;
  onSave: (values: SettingsValues) => void;
}

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
  const field = (name: SettingsField) => ({
    id: name,
    autoComplete: "off",
    value: draft[name],
    error: (isDirty && problems[name]) || false,
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  return (
    <Page
      title="Settings"
      secondaryActions={[
        { content: "Sender", url: "/app/sender" },
        { content: "In step with Shopify", url: "/app/sync" },
        { content: "Access log", url: "/app/access-log" },
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
            <Banner tone="critical" title={error} />
          </Layout.Section>
        )}
        <SettingsSection
          id="brand"
          title="Brand"
          description="How your emails look. The preview shows what you type."
        >
          <Card>
            <BlockStack gap="500">
              <FormLayout>
                <TextField label="Shop name" {...field("shopName")} />
                <AccentField {...field("accent")} />
                <LogoField {...field("logoUrl")} />
              </FormLayout>
              <BrandPreview values={draft} />
            </BlockStack>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="sender"
          title="Sender"
          description="Who your emails come from. Prove on the sender page that the domain of the address is yours before email can leave."
        >
          <Card>
            <FormLayout>
              <TextField label="Sender name" {...field("senderName")} />
              <TextField
                label="Sender address"
                type="email"
                placeholder="hello@your-shop.com"
                {...field("senderAddress")}
              />
              <TextField
                label="Reply-to address"
                type="email"
                helpText="Where answers go. Empty: to the sender address."
                {...field("replyTo")}
              />
              <TextField
                label="Campaigns come from"
                type="email"
                placeholder="news@news.your-shop.com"
                helpText="An address at a subdomain keeps what campaigns do to your reputation away from carts and orders. Empty: the sender address."
                {...field("campaignSenderAddress")}
              />
              <TextField
                label="Sender name of campaigns"
                helpText="Empty: the sender name."
                {...field("campaignSenderName")}
              />
              <TextField
                label="Support address"
                type="email"
                helpText="Shown in emails to people who need help. May be empty."
                {...field("supportEmail")}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="legal"
          title="Legal"
          description="Printed at the foot of each email. Marketing email must say who sends it and from where."
        >
          <Card>
            <FormLayout>
              <TextField label="Legal name" {...field("legalName")} />
              <TextField
                label="Postal address"
                helpText="In one line: street, postal code, city, country."
                {...field("postalAddress")}
              />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="sign-ups"
          title="Sign-ups"
          description="What it takes for somebody who fills in the sign-up form of your theme to be emailed."
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
        <SettingsSection
          id="limits"
          title="Limits"
          description="How often and when people may be written to, over all flows together."
        >
          <Card>
            <FormLayout>
              <FormLayout.Group>
                <TextField
                  label="Hours between two emails"
                  type="number"
                  min={0}
                  helpText="To one person. The table below says which emails are exempt."
                  {...field("marketingCapHours")}
                />
                <TextField
                  label="Emails in 7 days, at most"
                  type="number"
                  min={1}
                  helpText="To one person. Every email counts, also those that the limit does not hold back."
                  {...field("marketingCapPer7Days")}
                />
              </FormLayout.Group>
              <TextField
                label="Days before the same email again"
                type="number"
                min={0}
                max={365}
                helpText="To one person. An email about a checkout, cart, product or order is the same only for the same one. A flow can have a number of its own. 0: no limit."
                {...field("repeatDays")}
              />
              <FormLayout.Group>
                <Select label="Quiet from" options={HOURS} {...field("quietStartHour")} />
                <Select label="Quiet until" options={HOURS} {...field("quietEndHour")} />
              </FormLayout.Group>
              <Box color="text-secondary">
                {`An email that falls into the quiet hours waits until they end. Your shop's time: ${timeZone}.`}
              </Box>
              <LimitsTable />
            </FormLayout>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="measuring"
          title="Measuring"
          description="How Kindred tells what the emails really earn."
        >
          <Card>
            <FormLayout>
              <TextField
                label="People left alone"
                suffix="%"
                inputMode="decimal"
                helpText="Drawn at random for each flow and campaign. The more there are, the sooner its effect is known. 0 turns measuring off."
                {...field("holdoutPercent")}
              />
              <TextField
                label="People left out of all email"
                suffix="%"
                inputMode="decimal"
                helpText="Drawn at random once, the same people for every flow and campaign, and from the moment you save. They show what all your email earns together, which no single flow can. Orders and receipts that Shopify sends still reach them. 0: nobody is left out."
                {...field("shopHoldoutPercent")}
              />
              <AttributionWindowField
                saved={values.attributionDays}
                preview={windowPreview}
                onPreview={onPreviewWindow}
                {...field("attributionDays")}
              />
              <FormLayout.Group>
                <TextField
                  label="Email costs a month"
                  inputMode="decimal"
                  helpText="In your shop's currency, for the return on cost in reports."
                  {...field("costPerMonth")}
                />
                <TextField
                  label="And for each 1,000 emails"
                  inputMode="decimal"
                  {...field("costPerThousandEmails")}
                />
              </FormLayout.Group>
              <Checkbox
                label="Count who opens emails"
                helpText="Puts an invisible picture into emails. In many countries you need the reader's consent for it. Many email programs load it by themselves, so opens say less than clicks."
                checked={draft.tracksOpens === "yes"}
                onChange={(checked) => setDraft({ ...draft, tracksOpens: checked ? "yes" : "no" })}
              />
              <DigestFields
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

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  label: `${String(hour).padStart(2, "0")}:00`,
  value: String(hour),
}));

interface SettingsSectionProps {
  id: string;
  title: string;
  description: string;
  children: ReactNode;
}

/** On a phone Polaris sections have no margin, and cards span the full width. */
function SettingsSection({ id, title, description, children }: SettingsSectionProps) {
  const margin = { xs: "400", sm: "0" } as const;
  return (
    <Layout.AnnotatedSection
      id={id}
      title={<Box paddingInline={margin}>{title}</Box>}
      description={<Box paddingInline={margin}>{description}</Box>}
    >
      {children}
    </Layout.AnnotatedSection>
  );
}
