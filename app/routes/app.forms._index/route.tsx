import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useRefresh } from "~/components/use-refresh";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { changeForms, FormsRequest } from "~/pages/forms/change-forms.server";
import { loadFormsPage } from "~/pages/forms/forms-page.server";
import { FormsPage } from "./page";

const REFRESH_MS = 60_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now, config } = await requireShopDeps(request);
  return loadFormsPage(shopId, { db, now, apiKey: config.shopify.apiKey });
}

/** Creating and duplicating a form opens it. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const requested = FormsRequest.safeParse(await readJson(request));
  if (!requested.success) return data({ kind: "unknown" } as const, 422);
  const text = textIn(requestLocale(request).language, "forms");
  const answer = await changeForms(shopId, requested.data, { db, now, text });
  return answer.kind === "opened" ? redirect(`/app/forms/${answer.formId}`) : data(answer);
}

export default function FormsRoute() {
  const page = useLoaderData<typeof loader>();
  const change = useFetcher<typeof action>();
  useRefresh(REFRESH_MS);
  return (
    <FormsPage
      page={page}
      answer={change.data ?? null}
      isBusy={change.state !== "idle"}
      onRequest={(body) => change.submit(body, { method: "post", encType: "application/json" })}
    />
  );
}
