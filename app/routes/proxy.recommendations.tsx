import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { refuse } from "~/http/app-proxy-guard.server";
import { currencyExponent } from "~/lib/money";
import { parsePicksQuery } from "~/recommendations/storefront/picks-query";

/** A theme block requests products: /apps/kindred/recommendations. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { appProxy, storefront } = await getDeps();
  const admitted = await appProxy.authenticate(request, "read");
  if (admitted.kind === "refused") return admitted.response;
  const query = parsePicksQuery(new URL(request.url).searchParams);
  if (!query) return refuse(400, "malformed").response;
  const { shopId, customerId, currency } = admitted;
  const picks = await storefront.pick(shopId, customerId, query);
  return Response.json(
    { currency, decimals: currencyExponent(currency), ...picks },
    { headers: { "Cache-Control": "private, no-store" } },
  );
}
