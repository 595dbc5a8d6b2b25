import { BlockStack, Checkbox, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

interface DigestFieldsProps {
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  address: {
    id: string;
    autoComplete: string;
    value: string;
    error: string | boolean;
    onChange: (value: string) => void;
  };
}

/** The weekly report: on or off, and its address. */
export function DigestFields({ isOn, onToggle, address }: DigestFieldsProps) {
  const text = useText("settings");
  return (
    <BlockStack gap="200">
      <Checkbox
        label={text("report.label")}
        helpText={text("report.help")}
        checked={isOn}
        onChange={onToggle}
      />
      {isOn && (
        <TextField
          label={text("report.address")}
          type="email"
          placeholder="you@your-store.com"
          helpText={text("report.addressHelp")}
          {...address}
        />
      )}
    </BlockStack>
  );
}
