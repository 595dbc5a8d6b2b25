import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useTab } from "~/components/lists/page-tabs";
import { useSaveFile } from "~/components/save-file";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { changeCustomer, CustomerChange } from "~/pages/customers/change-customer.server";
import { loadCustomer } from "~/pages/customers/load-customer.server";
import { CUSTOMER_TABS, CustomerPage } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return loadCustomer(shopId, params.customerId ?? "", deps);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const change = CustomerChange.safeParse(await readJson(request));
  if (!change.success) return data({ isChanged: false }, 422);
  const deps = await getDeps();
  const isChanged = await changeCustomer(shopId, params.customerId ?? "", change.data, deps);
  return isChanged ? { isChanged } : notFound();
}

export default function CustomerRoute() {
  const saveFile = useSaveFile();
  const found = useLoaderData<typeof loader>();
  const { customerId } = found.customer;
  const [tab, onTab] = useTab(CUSTOMER_TABS, "overview");
  const separating = useFetcher<typeof action>();
  const noting = useFetcher<typeof action>();
  const send = (fetcher: typeof noting, change: CustomerChange) =>
    fetcher.submit(change, { method: "post", encType: "application/json" });
  return (
    <CustomerPage
      {...found}
      {...{ tab, onTab }}
      noting={{
        isSaving: noting.state !== "idle",
        hasFailed: noting.state === "idle" && noting.data?.isChanged === false,
        onAdd: (text) => send(noting, { kind: "add_note", text }),
        onDelete: (noteId) => send(noting, { kind: "delete_note", noteId }),
      }}
      onDownload={() =>
        void saveFile(`/app/customers/${customerId}/export`, `customer-${customerId}.json`)
      }
      onSeparate={(visitorId) => send(separating, { kind: "separate", visitorId })}
    />
  );
}
