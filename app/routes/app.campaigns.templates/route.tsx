import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { beginFromLayout } from "~/pages/campaigns/begin-campaign.server";
import { drawTemplates } from "~/pages/campaigns/template-gallery.server";
import { readForm } from "~/http/read-form.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { TemplateGalleryPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, ...deps } = await requireShopDeps(request);
  return { templates: await drawTemplates(db, shopId, deps) };
}

/** Creates a draft from a template, and opens it. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const layout = (await readForm(request)).get("layout");
  const path = await beginFromLayout(shopId, layout, requestLocale(request).language, deps);
  if (path === null) throw new Response(null, { status: 400 });
  return redirect(path);
}

export default function TemplateGalleryRoute() {
  const { templates } = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const { state } = useNavigation();
  return (
    <TemplateGalleryPage
      templates={templates}
      isBusy={state !== "idle"}
      onUse={(layout) => submit({ layout }, { method: "post" })}
    />
  );
}
