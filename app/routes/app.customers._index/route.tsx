import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useRevalidator } from "@remix-run/react";
import { useState } from "react";
import { useCustomerSearch } from "~/components/customers/use-customer-search";
import { readPage } from "~/components/lists/page-number";
import { useSaveFile } from "~/components/save-file";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { changeCustomers, CustomersChange } from "~/pages/customers/change-customers.server";
import { customerListUrl, readCustomerListFilter } from "~/pages/customers/customer-list-filter";
import { getCustomerList } from "~/pages/customers/customer-list.server";
import {
  listOpenDataRequests,
  listOpenGuestRequests,
} from "~/profiles/data-requests/data-request-store.server";
import { CustomersPage } from "./page";
import { useSuppressing } from "./use-suppressing";

/** More are no help: the next letter leaves fewer. */
const MAX_FOUND = 25;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const { searchParams } = new URL(request.url);
  const shown = { filter: readCustomerListFilter(searchParams), page: readPage(searchParams) };
  const [list, dataRequests, guestRequests] = await Promise.all([
    getCustomerList(deps.db, shopId, shown, deps),
    listOpenDataRequests(deps.db, shopId),
    listOpenGuestRequests(deps.db, shopId),
  ]);
  return { list, dataRequests, guestRequests };
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const change = CustomersChange.safeParse(await readJson(request));
  if (!change.success) return data({ suppressed: null }, 422);
  return { suppressed: await changeCustomers(shopId, change.data, await getDeps()) };
}

export default function CustomersRoute() {
  const saveFile = useSaveFile();
  const found = useLoaderData<typeof loader>();
  const [query, onChange] = useState("");
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  return (
    <CustomersPage
      {...found}
      search={{ ...useCustomerSearch(query, MAX_FOUND), query, onChange }}
      suppressing={useSuppressing()}
      onFilter={(filter) => navigate(customerListUrl(filter), { preventScrollReset: true })}
      onDownload={(requestKey) => {
        const url = `/app/data-requests/${encodeURIComponent(requestKey)}/export`;
        void saveFile(url, "data-request.json").then((isSaved) => isSaved && revalidate());
      }}
    />
  );
}
