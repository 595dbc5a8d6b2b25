import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { openTestLink } from "~/delivery/test-emails/test-address-link.server";
import {
  confirmTestAddress,
  stopTestAddress,
} from "~/delivery/test-emails/test-address-store.server";
import { getDeps } from "~/deps.server";
import { isPageAllowed } from "~/http/public-rate-limits.server";
import { publicNotice, publicPage } from "~/http/public-page.server";

/** GET only asks, because link scanners follow links and must not answer. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPageAllowed(request)) return publicNotice(429, request, ({ tooOften }) => tooOften);
  const { keyring } = await getDeps();
  const link = openTestLink(params.token ?? "", keyring);
  if (link === null) return publicNotice(404, request, ({ incomplete }) => incomplete);
  const words =
    link.use === "confirm"
      ? {
          title: "Confirm this address?",
          text: `The store ${link.shopId} may then send test emails to it.`,
          button: "Confirm this address",
        }
      : {
          title: "Stop test emails?",
          text: `The store ${link.shopId} then sends no more test emails to this address.`,
          button: "Stop test emails",
        };
  return publicPage(200, { ...words, language: "en", look: null });
}

/** The button and one-click (RFC 8058): no cookie, no login, idempotent. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { db, keyring, now } = await getDeps();
  const link = openTestLink(params.token ?? "", keyring);
  if (link === null) return publicNotice(404, request, ({ incomplete }) => incomplete);
  const { use, shopId, emailIndex } = link;
  if (use === "confirm" && !(await confirmTestAddress(db, shopId, emailIndex))) {
    return publicNotice(404, request, ({ expired }) => expired);
  }
  if (use === "stop") await stopTestAddress(db, shopId, emailIndex, now());
  const words =
    use === "confirm"
      ? { title: "Address confirmed", text: "Test emails can be sent to it now." }
      : { title: "Test emails stopped", text: "This address gets none of this store any more." };
  return publicPage(200, { ...words, language: "en", look: null });
}
