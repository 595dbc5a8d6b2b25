import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { requireShopDeps } from "~/http/require-shop.server";
import { getWhatIfPage } from "~/pages/reports/what-if-page.server";
import { WhatIfPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const key = new URL(request.url).searchParams.get("question");
  return getWhatIfPage(db, shopId, key, now());
}

export default function WhatIfRoute() {
  const page = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { state, location } = useNavigation();
  // The chosen question shows while its answer is computed.
  const asked = new URLSearchParams(location?.search).get("question");
  return (
    <WhatIfPage
      page={page}
      pendingKey={state === "loading" ? asked : null}
      onAsk={(key) =>
        navigate(`/app/reports/what-if?${new URLSearchParams({ question: key }).toString()}`)
      }
    />
  );
}
