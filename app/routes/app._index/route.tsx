import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useRefresh } from "~/components/use-refresh";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { readForm } from "~/http/read-form.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { actOnHome } from "~/pages/home/act-on-home.server";
import { getHomeSummary } from "~/pages/home/home-summary.server";
import { HomePage } from "./page";
import { useFlowSwitch } from "./use-flow-switch";
import { useThemeState } from "~/components/sign-up-forms/use-theme-state";

const REFRESH_MS = 4_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const [home, sendingBlocks] = await Promise.all([
    getHomeSummary(deps.db, shopId, deps),
    findSendingBlocks(deps.db, shopId, deps),
  ]);
  return { home, sendingBlocks };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const form = Object.fromEntries(await readForm(request));
  const next = await actOnHome(shopId, form, requestLocale(request).language, deps);
  return next === null ? null : redirect(next);
}

export default function HomeRoute() {
  const { home, sendingBlocks } = useLoaderData<typeof loader>();
  const dismissal = useFetcher<typeof action>();
  const holdout = useFetcher<typeof action>();
  const lapsing = useFetcher<typeof action>();
  const industry = useFetcher<typeof action>();
  const look = useFetcher<typeof action>();
  const flowSwitch = useFlowSwitch();
  const theme = useThemeState();
  useRefresh(REFRESH_MS);
  return (
    <HomePage
      {...{ home, sendingBlocks, flowSwitch, theme }}
      isOpeningLapsing={lapsing.state !== "idle"}
      onEmailLapsing={() => lapsing.submit({ email: "lapsing" }, { method: "post" })}
      onSetHoldout={(rate) => holdout.submit({ holdoutRate: String(rate) }, { method: "post" })}
      onChooseIndustry={(chosen) => industry.submit({ industry: chosen }, { method: "post" })}
      onKeepLook={() => look.submit({ look: "kept" }, { method: "post" })}
      onDismissSetup={() => dismissal.submit(null, { method: "post" })}
    />
  );
}
