import { BlockStack, Button, Text } from "@shopify/polaris";
import type { ScopeRequest } from "~/components/use-scope-request";
import { useText } from "~/i18n/text-provider";
import type { SettingsPageData } from "~/pages/settings/save-settings.server";

export interface UnitCostsStatusProps {
  unitCosts: SettingsPageData["unitCosts"];
  costRequest: ScopeRequest;
}

/** Whether margins come from Shopify's costs, for how many products, and the way to allow it. */
export function UnitCostsStatus({ unitCosts, costRequest }: UnitCostsStatusProps) {
  const text = useText("settings");
  const { isGranted, isRequesting, problem, onRequest } = costRequest;
  const { products, withCost } = unitCosts;
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="h3" variant="headingSm">
        {text("costs.title")}
      </Text>
      {unitCosts.isGranted || isGranted ? (
        <Text as="p">
          {withCost === 0 ? text("costs.none") : text("costs.known", { products, withCost })}
        </Text>
      ) : (
        <>
          <Text as="p">{text("costs.text")}</Text>
          {problem !== null && (
            <Text as="p" tone="critical">
              {text(`costs.${problem}`)}
            </Text>
          )}
          <Button loading={isRequesting} onClick={onRequest}>
            {text("costs.action")}
          </Button>
        </>
      )}
    </BlockStack>
  );
}
