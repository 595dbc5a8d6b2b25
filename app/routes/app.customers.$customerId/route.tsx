import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { useWhy } from "~/components/flows/use-why";
import { saveFile } from "~/components/save-file";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { recordView } from "~/privacy/record-view.server";
import { findCustomerPage } from "~/pages/customers/customer-page.server";
import { reverseJoin } from "~/profiles/visitors/reverse-join.server";
import { loadCustomerCards } from "~/pages/customers/customer-cards.server";
import { CustomerPage } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const customer =
    (await findCustomerPage(deps.db, shopId, params.customerId ?? "", deps)) ?? notFound();
  const { customerId } = customer;
  await recordView(deps.db, shopId, { what: "customer", customerId }, deps.now());
  return { customer, ...(await loadCustomerCards(shopId, customer, deps)) };
}

const Separate = z.object({ visitorId: z.string().min(1).max(64) });

/** Removes a browser from the customer at the merchant's request. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const separate = Separate.safeParse(await readJson(request));
  if (!separate.success) return new Response(null, { status: 422 });
  const requested = { ...separate.data, customerId: params.customerId ?? "" };
  return { separated: (await reverseJoin(shopId, requested, await getDeps())) ?? notFound() };
}

export default function CustomerRoute() {
  const found = useLoaderData<typeof loader>();
  const { customerId } = found.customer;
  const { submit } = useFetcher();
  const why = useWhy();
  return (
    <CustomerPage
      {...found}
      why={why}
      onDownload={() =>
        void saveFile(`/app/customers/${customerId}/export`, `customer-${customerId}.json`)
      }
      onSeparate={(visitorId) =>
        submit({ visitorId }, { method: "post", encType: "application/json" })
      }
    />
  );
}
