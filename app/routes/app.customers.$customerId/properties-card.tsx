import { BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerProperty } from "~/profiles/customer-property-store.server";
import { METAFIELD_SOURCE, metafieldIdOfProperty } from "~/profiles/metafields/followed-metafield";
import { IMPORT_PREFIX } from "~/profiles/import-prefix";

interface PropertiesCardProps {
  properties: readonly CustomerProperty[];
  /** Names of those that still exist, by id. */
  flowNames: ReadonlyMap<string, string>;
}

/** Properties set by flows, through the API or by followed metafields, usable in segments and other flows. */
export function PropertiesCard({ properties, flowNames }: PropertiesCardProps) {
  const text = useText("customers");
  const format = useFormat();
  return (
    <TitledCard title={text("properties.title")} gap="300">
      <BlockStack as="ul" gap="200">
        {properties.map(({ name, value, flowId, setAt }) => {
          const flow = flowNames.get(flowId);
          const day = format.day(setAt);
          return (
            <li key={name}>
              <InlineStack align="space-between" gap="200">
                <Text as="span">{metafieldIdOfProperty(name) ?? name}</Text>
                <Text as="span" fontWeight="semibold" breakWord>
                  {format.list(value.split("\n"))}
                </Text>
              </InlineStack>
              <Text as="p" variant="bodySm" tone="subdued">
                {flow === undefined
                  ? text(`properties.${setterOf(flowId)}`, { day })
                  : text.rich("properties.setBy", {
                      flow,
                      day,
                      link: (words) => <Link url={`/app/flows/${flowId}`}>{words}</Link>,
                    })}
              </Text>
            </li>
          );
        })}
      </BlockStack>
    </TitledCard>
  );
}

/** Who set a property, if no flow did. */
function setterOf(flowId: string): "setByApi" | "setByShopify" | "setByImport" | "setByDeleted" {
  if (flowId === "api") return "setByApi";
  if (flowId === METAFIELD_SOURCE) return "setByShopify";
  return flowId.startsWith(IMPORT_PREFIX) ? "setByImport" : "setByDeleted";
}
