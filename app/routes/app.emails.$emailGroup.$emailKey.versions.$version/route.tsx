import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { findEmailVersion } from "~/pages/emails/email-page.server";

/** A published version of an email; version 0 is the prebuilt one. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { emailGroup, emailKey, version } = params;
  const { db } = await getDeps();
  const found = await findEmailVersion(db, shopId, `${emailGroup}/${emailKey}`, Number(version));
  return found === null ? notFound() : Response.json({ document: found });
}
