import { Button, Card, BlockStack, InlineStack, List } from "@shopify/polaris";
import { CONTROL_SHARE } from "~/experiments/optimization/experiment";
import { MAX_AFFECTED_SHARE } from "~/experiments/optimization/limit-shares";
import { useFormat, useText } from "~/i18n/text-provider";
import type { OptimizationsPageData } from "~/pages/optimizations/optimizations-page.server";

/** What optimizations never exceed, with the way to the settings. */
export function SendingLimitsCard({ limits }: { limits: OptimizationsPageData["limits"] }) {
  const text = useText("optimizations");
  const format = useFormat();
  const { marketingCapHours, marketingCapPer7Days, quietHours } = limits;
  const { startHour, endHour } = quietHours;
  return (
    <Card>
      <BlockStack gap="300">
        <List>
          <List.Item>{text("limits.week", { count: marketingCapPer7Days })}</List.Item>
          <List.Item>
            {marketingCapHours === 0
              ? text("limits.noHours")
              : text("limits.hours", { hours: format.hours(marketingCapHours) })}
          </List.Item>
          <List.Item>
            {startHour === endHour
              ? text("limits.anyHour")
              : text("limits.quiet", {
                  from: format.hourOfDay(startHour),
                  until: format.hourOfDay(endHour),
                })}
          </List.Item>
          <List.Item>
            {text("limits.reach", { share: format.rate(MAX_AFFECTED_SHARE, 0) })}
          </List.Item>
          <List.Item>{text("limits.control", { share: format.rate(CONTROL_SHARE, 0) })}</List.Item>
          <List.Item>
            {text("limits.discount", {
              max: format.rate(limits.maxDiscountPercent / 100),
              margin: format.rate(limits.marginPercent / 100),
            })}
          </List.Item>
        </List>
        <InlineStack>
          <Button url="/app/settings?tab=limits">{text("limits.edit")}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
