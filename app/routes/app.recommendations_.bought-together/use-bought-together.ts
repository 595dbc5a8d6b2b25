import { useFetcher, useNavigate, useNavigation } from "@remix-run/react";
import { useSaveFile } from "~/components/save-file";
import type { BoughtTogetherData } from "~/pages/recommendations/bought-together.server";
import type { RuleOrder } from "~/pages/recommendations/rule-order";
import type { BoughtTogetherProps } from "./page";
import type { action } from "./route";

const PATH = "/app/recommendations/bought-together";

/** The page's actions. */
export function useBoughtTogether(shown: BoughtTogetherData): Omit<BoughtTogetherProps, "shown"> {
  const saveFile = useSaveFile();
  const email = useFetcher<typeof action>();
  const navigate = useNavigate();
  const { state } = useNavigation();
  const queryOf = (
    change: Partial<Record<"product" | "similar", string>> & {
      order?: RuleOrder;
      page?: number;
    },
  ) => {
    const { order = shown.order, product = shown.product?.productId ?? "", page = 1 } = change;
    const { similar = shown.showsSimilar ? "all" : "" } = change;
    return new URLSearchParams({ order, product, similar, page: String(page) }).toString();
  };
  return {
    isLoading: state === "loading",
    isCreating: email.state !== "idle",
    hasFailed: email.data?.hasFailed ?? false,
    pageUrl: (page) => `${PATH}?${queryOf({ page })}`,
    onOrder: (order) => navigate(`${PATH}?${queryOf({ order })}`),
    onProduct: (product) => navigate(`${PATH}?${queryOf({ product })}`),
    onSimilar: (isShown) => navigate(`${PATH}?${queryOf({ similar: isShown ? "all" : "" })}`),
    onExport: () => void saveFile(`${PATH}/export?${queryOf({})}`, "kindred-bought-together.csv"),
    onEmail({ first: { productId, title }, second }) {
      const form = { boughtId: productId, missingId: second.productId, title: title ?? productId };
      email.submit(form, { method: "post" });
    },
  };
}
