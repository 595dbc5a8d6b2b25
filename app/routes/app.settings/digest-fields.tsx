import { BlockStack, Checkbox, TextField } from "@shopify/polaris";

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
  return (
    <BlockStack gap="200">
      <Checkbox
        label="Email me each Monday how the week before went"
        helpText="It comes from your own sender address and counts in no report."
        checked={isOn}
        onChange={onToggle}
      />
      {isOn && (
        <TextField
          label="Where it goes"
          type="email"
          placeholder="you@your-shop.com"
          helpText="Leave blank to use your store’s contact address. Another address is asked to confirm first; until then reports go to the contact address. The sender page shows whether it has."
          {...address}
        />
      )}
    </BlockStack>
  );
}
