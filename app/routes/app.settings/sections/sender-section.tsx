import { Card, FormLayout, Layout, TextField } from "@shopify/polaris";
import { SettingsSection } from "~/components/forms/settings-section";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldOf } from "../settings-fields";

interface SenderSectionProps {
  field: SettingsFieldOf;
}

/** Who emails come from, and the legal information below them. */
export function SenderSection({ field }: SenderSectionProps) {
  const text = useText("settings");
  const common = useText("common");
  return (
    <Layout>
      <SettingsSection id="sender" title={text("senders.title")} description={text("senders.text")}>
        <Card>
          <FormLayout>
            <TextField label={text("senders.name")} {...field("senderName")} />
            <TextField
              label={text("senders.address")}
              type="email"
              placeholder={common("example.senderAddress")}
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
              placeholder={common("example.marketingAddress")}
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
    </Layout>
  );
}
