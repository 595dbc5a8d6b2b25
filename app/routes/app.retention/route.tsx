import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { useText } from "~/i18n/text-provider";
import { getRetentionPage } from "~/pages/retention/retention-page.server";
import { RetentionSave, saveRetention } from "~/pages/retention/save-retention.server";
import { RetentionPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getRetentionPage(db, shopId, now());
}

/** Saves the period. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const save = RetentionSave.safeParse(await readJson(request));
  if (!save.success) return data({ outcome: "unreadable" as const, savedAt: null }, 422);
  const outcome = await saveRetention(shopId, save.data, deps);
  if (outcome === "unconfirmed") return data({ outcome, savedAt: null }, 409);
  return data({ outcome, savedAt: deps.now().getTime() });
}

export default function RetentionRoute() {
  const retention = useLoaderData<typeof loader>();
  const save = useFetcher<typeof action>();
  const text = useText("retention");
  useSavedToast(save.data?.savedAt ?? null, text("saved"), save.state !== "idle");
  return (
    <RetentionPage
      retention={retention}
      isSaving={save.state !== "idle"}
      hasFailed={save.state === "idle" && (save.data?.outcome ?? "saved") !== "saved"}
      onSave={(keep, isConfirmed) =>
        save.submit({ keep, isConfirmed }, { method: "post", encType: "application/json" })
      }
    />
  );
}
