import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { useScopeRequestWithToast } from "~/components/use-scope-request";
import {
  loadSettingsPage,
  saveSettings,
  SettingsSave,
} from "~/pages/settings/save-settings.server";
import { requestReportAddressConfirmation } from "~/pages/test-emails/request-test-address.server";
import { depsOfShop } from "~/deps-of-shop.server";
import { getDeps } from "~/deps.server";
import { useText } from "~/i18n/text-provider";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { UNIT_COSTS } from "~/shopify/unit-costs";
import { SettingsPage } from "./page";
import { useWindowPreview } from "./use-window-preview";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return loadSettingsPage(deps.db, shopId, deps);
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const save = SettingsSave.safeParse(await readJson(request));
  if (!save.success) return data({ problems: {}, error: "unreadable" as const, saved: null }, 422);

  const outcome = await saveSettings(shopId, save.data, await getDeps());
  switch (outcome.kind) {
    case "saved":
      await requestReportAddressConfirmation(shopId, await depsOfShop(shopId));
      return data({ problems: {}, error: null, saved: outcome.version });
    case "invalid":
      return data({ problems: outcome.problems, error: null, saved: null }, 422);
    case "refused":
      return data({ problems: {}, error: "changed" as const, saved: null }, 409);
  }
}

export default function SettingsRoute() {
  const { values, version, timeZone, liveTexts, unitCosts } = useLoaderData<typeof loader>();
  const text = useText("settings");
  const save = useFetcher<typeof action>();
  useSavedToast(save.data?.saved ?? null, text("saved"), save.state !== "idle");
  return (
    <SettingsPage
      {...{ values, timeZone, liveTexts, unitCosts }}
      costRequest={useScopeRequestWithToast(UNIT_COSTS, text("costs.reading"))}
      problems={save.data?.problems ?? {}}
      error={save.data?.error ?? null}
      {...useWindowPreview()}
      isSaving={save.state !== "idle"}
      onSave={(changed) =>
        save.submit({ version, values: changed }, { method: "post", encType: "application/json" })
      }
    />
  );
}
