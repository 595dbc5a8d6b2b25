import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { useRefresh } from "~/components/use-refresh";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { changeHoldoutRate } from "~/feedback/lift/holdout-store.server";
import { readForm } from "~/http/read-form.server";
import { dismissSetup, getHomeSummary } from "~/pages/home/home-summary.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { HomePage } from "./page";
import { useFlowSwitch } from "./use-flow-switch";

const REFRESH_MS = 4_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const [home, sendingBlocks] = await Promise.all([
    getHomeSummary(deps.db, shopId, deps),
    findSendingBlocks(deps.db, shopId, deps),
  ]);
  return { home, sendingBlocks };
}

const HoldoutForm = z.object({ holdoutRate: z.coerce.number() });

/** Changes the holdout rate, or else dismisses the setup guide. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const { db, now } = deps;
  const form = HoldoutForm.safeParse(Object.fromEntries(await readForm(request)));
  if (!form.success) await dismissSetup(db, shopId, deps);
  else {
    const { holdoutRate } = form.data;
    await db.$transaction((tx) => changeHoldoutRate(tx, shopId, holdoutRate, now()));
  }
  return null;
}

export default function HomeRoute() {
  const { home, sendingBlocks } = useLoaderData<typeof loader>();
  const dismissal = useFetcher<typeof action>();
  const holdout = useFetcher<typeof action>();
  const flowSwitch = useFlowSwitch();
  useRefresh(REFRESH_MS);
  return (
    <HomePage
      home={home}
      sendingBlocks={sendingBlocks}
      onSetHoldout={(holdoutRate) =>
        holdout.submit({ holdoutRate: String(holdoutRate) }, { method: "post" })
      }
      flowSwitch={flowSwitch}
      onDismissSetup={() => dismissal.submit(null, { method: "post" })}
    />
  );
}
