import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

export interface ComparisonsCardProps {
  /** Whether other methods are compared and may be used. */
  isOn: boolean;
  isSubmitting: boolean;
  onSwitch: (isOn: boolean) => void;
}

/** Turns the comparisons with other methods off and on. */
export function ComparisonsCard({ isOn, isSubmitting, onSwitch }: ComparisonsCardProps) {
  const text = useText("predictions");
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          {text("contenders.title")}
        </Text>
        <Text as="p">{text(isOn ? "contenders.on" : "contenders.off")}</Text>
        <Button loading={isSubmitting} onClick={() => onSwitch(!isOn)}>
          {text(isOn ? "contenders.turnOff" : "contenders.turnOn")}
        </Button>
      </BlockStack>
    </Card>
  );
}
