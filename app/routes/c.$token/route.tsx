import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { recordClick } from "~/feedback/hits/record-click.server";
import { hitRequest } from "~/feedback/hits/request-facts.server";
import { publicPage } from "~/http/public-page.server";

/** A link of a mail: records that it was followed, and leads to where the mail said. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const target = await recordClick(hitRequest(request, params.token), await getDeps());
  if (target === null) {
    return publicPage(404, {
      title: "This link leads nowhere",
      text: "It may have been cut short on its way. Please open it from the mail once more.",
    });
  }
  return new Response(null, {
    status: 302,
    headers: { Location: target, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store" },
  });
}
