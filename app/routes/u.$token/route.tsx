import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { findUnsubscribeShop, unsubscribe } from "~/feedback/unsubscribe.server";
import { publicPage } from "~/http/public-page.server";

const UNKNOWN = {
  title: "This link is not complete",
  text: "It may have been cut short on its way. Please open it from the mail once more.",
};

/** Asks only: programs that check links follow them too, and must not unsubscribe anybody. */
export async function loader({ params }: LoaderFunctionArgs) {
  const shop = await findUnsubscribeShop(params.token ?? "", await getDeps());
  if (shop === null) return publicPage(404, UNKNOWN);
  return publicPage(200, {
    title: `Stop mail from ${shop}?`,
    text: "You will get no more marketing mail. Mail about your orders still reaches you.",
    button: "Unsubscribe",
  });
}

/** One click (RFC 8058) and the button above: no cookie, no login, and the same answer however often. */
export async function action({ params }: ActionFunctionArgs) {
  const shop = await unsubscribe(params.token ?? "", await getDeps());
  if (shop === null) return publicPage(404, UNKNOWN);
  return publicPage(200, {
    title: "You are unsubscribed",
    text: `${shop} will send you no more marketing mail.`,
  });
}
