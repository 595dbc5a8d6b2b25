import { BlockStack, Checkbox, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldProps, SettingsToggleProps } from "./settings-fields";

interface MerchantEmailFieldsProps {
  digest: SettingsToggleProps;
  reverts: SettingsToggleProps;
  address: SettingsFieldProps;
}

/** Emails to the merchant: about reverts, and the weekly report with its address. */
export function MerchantEmailFields({ digest, reverts, address }: MerchantEmailFieldsProps) {
  const text = useText("settings");
  const common = useText("common");
  return (
    <BlockStack gap="200">
      <Checkbox label={text("revertNotices.label")} {...reverts} />
      <Checkbox label={text("report.label")} helpText={text("report.help")} {...digest} />
      {digest.checked && (
        <TextField
          label={text("report.address")}
          type="email"
          placeholder={common("example.yourAddress")}
          helpText={text("report.addressHelp")}
          {...address}
        />
      )}
    </BlockStack>
  );
}
