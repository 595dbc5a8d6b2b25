import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { chooseTheme, loadThemesPage, ThemeChoice } from "~/pages/emails/email-themes.server";
import { ThemesPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, ...deps } = await requireShopDeps(request);
  return loadThemesPage(db, shopId, deps);
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const choice = ThemeChoice.safeParse(await readJson(request));
  if (!choice.success) return data({ chosen: null }, 422);
  const { theme } = choice.data;
  return data({ chosen: { theme, previous: await chooseTheme(shopId, theme, await getDeps()) } });
}

export default function ThemesRoute() {
  const page = useLoaderData<typeof loader>();
  const choose = useFetcher<typeof action>();
  return (
    <ThemesPage
      page={page}
      chosen={choose.data?.chosen ?? null}
      isSaving={choose.state !== "idle"}
      onChoose={(theme) =>
        choose.submit({ theme }, { method: "post", encType: "application/json" })
      }
    />
  );
}
