import { BlockStack, Card, FormLayout, Layout, Select, TextField } from "@shopify/polaris";
import { IndustryField } from "~/components/forms/industry-field";
import { SettingsSection } from "~/components/forms/settings-section";
import { GERMAN_ADDRESSES } from "~/i18n/locale";
import { useText } from "~/i18n/text-provider";
import type { SettingsValues } from "~/pages/settings/settings-form";
import { AccentField } from "../accent-field";
import { BrandPreview } from "../brand-preview";
import { BrandPictureField } from "../brand-picture-field";
import type { SettingsFieldOf } from "../settings-fields";
import { StoreLookFiller } from "../store-look-filler";
import type { StoreLookRequest } from "../use-store-look";

interface BrandSectionProps {
  values: SettingsValues;
  field: SettingsFieldOf;
  lookRequest: StoreLookRequest;
  onIndustry: (industry: string) => void;
}

/** How emails name and show the shop. */
export function BrandSection({ values, field, lookRequest, onIndustry }: BrandSectionProps) {
  const text = useText("settings");
  return (
    <Layout>
      <SettingsSection id="brand" title={text("brand.title")} description={text("brand.text")}>
        <Card>
          <BlockStack gap="500">
            <StoreLookFiller {...lookRequest} />
            <FormLayout>
              <TextField label={text("brand.shopName")} {...field("shopName")} />
              <IndustryField industry={values.industry} onChange={onIndustry} />
              <AccentField {...field("accent")} />
              <BrandPictureField kind="logo" {...field("logoUrl")} />
              <BrandPictureField kind="cover" {...field("coverUrl")} />
              <TextField
                label={text("brand.socials")}
                helpText={text("brand.socialsHelp")}
                placeholder="https://www.instagram.com/…"
                multiline={2}
                {...field("socials")}
              />
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
            <BrandPreview values={values} />
          </BlockStack>
        </Card>
      </SettingsSection>
    </Layout>
  );
}
