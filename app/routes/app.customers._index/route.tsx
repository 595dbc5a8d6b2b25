import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { readPage } from "~/components/page-number";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { findCustomerByEmail, getCustomerList } from "~/profiles/customer-list.server";
import { CustomersPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return getCustomerList(deps.db, shopId, readPage(new URL(request.url).searchParams), deps);
}

/** Posted, not asked for by an address: an e-mail address in a URL would end up in logs. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const email = (await request.formData()).get("email");
  const deps = await getDeps();
  const customerId =
    typeof email === "string" ? await findCustomerByEmail(deps.db, shopId, email, deps) : null;
  return customerId === null
    ? data({ error: "No customer of this shop has this address." }, 404)
    : redirect(`/app/customers/${customerId}`);
}

export default function CustomersRoute() {
  const list = useLoaderData<typeof loader>();
  const search = useFetcher<typeof action>();
  return (
    <CustomersPage
      list={list}
      searchError={search.data?.error ?? null}
      isSearching={search.state !== "idle"}
      onSearch={(email) => search.submit({ email }, { method: "post" })}
    />
  );
}
