import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { changeForm, FormRequest, loadFormPage } from "~/pages/forms/form-page.server";
import { FormPage } from "./page";
import { useFormEditor } from "./use-form-editor";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, db, config } = await requireShopDeps(request);
  const { apiKey } = config.shopify;
  return (await loadFormPage(shopId, params.formId ?? "", { db, apiKey })) ?? notFound();
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const requested = FormRequest.safeParse(await readJson(request));
  if (!requested.success) return data({ kind: "unknown" } as const, 422);
  const answer = await changeForm(shopId, params.formId ?? "", requested.data, deps);
  return data(answer, STATUS[answer.kind]);
}

const STATUS = { saved: 200, refused: 422, outdated: 409, unknown: 404 } as const;

export default function FormRoute() {
  const page = useLoaderData<typeof loader>();
  return <FormPage page={page} editor={useFormEditor(page)} />;
}
