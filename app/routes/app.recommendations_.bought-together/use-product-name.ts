import { useText } from "~/i18n/text-provider";
import type { ShownRule } from "~/pages/recommendations/bought-together.server";

/** The title of a product, also of one that was deleted. */
export function useProductName(): (product: ShownRule["consequent"]) => string {
  const text = useText("recommendations");
  return ({ title }) => title ?? text("reason.deletedProduct");
}
