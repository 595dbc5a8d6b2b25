import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { saveFile } from "~/components/save-file";
import { getDeps } from "~/deps.server";
import { readForm } from "~/http/read-form.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import {
  listOpenDataRequests,
  listOpenGuestRequests,
} from "~/profiles/data-requests/data-request-store.server";
import { findCustomerByEmail, getCustomerList } from "~/pages/customers/customer-list.server";
import { CustomersPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const page = readPage(new URL(request.url).searchParams);
  const [list, dataRequests, guestRequests] = await Promise.all([
    getCustomerList(deps.db, shopId, page, deps),
    listOpenDataRequests(deps.db, shopId),
    listOpenGuestRequests(deps.db, shopId),
  ]);
  return { list, dataRequests, guestRequests };
}

/** A POST, because an email address in a URL would end up in logs. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const email = (await readForm(request)).get("email");
  const deps = await getDeps();
  const customerId =
    typeof email === "string" ? await findCustomerByEmail(deps.db, shopId, email, deps) : null;
  return customerId === null
    ? data({ hasNotFound: true }, 404)
    : redirect(`/app/customers/${customerId}`);
}

export default function CustomersRoute() {
  const found = useLoaderData<typeof loader>();
  const search = useFetcher<typeof action>();
  const { revalidate } = useRevalidator();
  return (
    <CustomersPage
      {...found}
      hasNotFound={search.data !== undefined}
      isSearching={search.state !== "idle"}
      onSearch={(email) => search.submit({ email }, { method: "post" })}
      onDownload={(requestKey) => {
        const url = `/app/data-requests/${encodeURIComponent(requestKey)}/export`;
        void saveFile(url, "data-request.json").then((isSaved) => isSaved && revalidate());
      }}
    />
  );
}
