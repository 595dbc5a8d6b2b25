import { Banner } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { EnteringCustomers } from "~/pages/flows/count-entering.server";

/** Says how many customers the flow that was just turned on enrolls at once. */
export function EnteringBanner({ name, count }: EnteringCustomers) {
  const text = useText("flows");
  return <Banner tone="info" title={text("entering", { name, count })} />;
}
