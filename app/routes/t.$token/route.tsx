import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { openTestLink } from "~/delivery/test-emails/test-address-link.server";
import {
  confirmTestAddress,
  stopTestAddress,
} from "~/delivery/test-emails/test-address-store.server";
import { getDeps } from "~/deps.server";
import { isPageAllowed } from "~/http/public-rate-limits.server";
import { publicNotice } from "~/http/public-page.server";

/** GET only asks, because link scanners follow links and must not answer. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPageAllowed(request)) return publicNotice(429, request, "tooOften");
  const { keyring } = await getDeps();
  const link = openTestLink(params.token ?? "", keyring);
  if (link === null) return publicNotice(404, request, "incomplete");
  const notice = link.use === "confirm" ? "confirmTestAddress" : "stopTestEmails";
  return publicNotice(200, request, notice, { look: null, locale: null, shopName: link.shopId });
}

/** The button and one-click (RFC 8058): no cookie, no login, idempotent. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { db, keyring, now } = await getDeps();
  const link = openTestLink(params.token ?? "", keyring);
  if (link === null) return publicNotice(404, request, "incomplete");
  const { use, shopId, emailIndex } = link;
  if (use === "confirm" && !(await confirmTestAddress(db, shopId, emailIndex))) {
    return publicNotice(404, request, "expired");
  }
  if (use === "stop") await stopTestAddress(db, shopId, emailIndex, now());
  const notice = use === "confirm" ? "confirmedTestAddress" : "stoppedTestEmails";
  return publicNotice(200, request, notice, { look: null, locale: null, shopName: shopId });
}
