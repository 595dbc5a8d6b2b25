import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { secureLibraryPage } from "~/http/document-headers.server";
import { getShopify } from "~/shopify.server";

/** Pages of Shopify's library: the session-token bounce and the exit from the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  // The library's redirect target without a shop. There is no login form: Shopify opens the app.
  if (new URL(request.url).pathname === "/auth/login") return redirect("/");
  const { config } = await getDeps();
  const { authenticate } = await getShopify();
  try {
    await authenticate.admin(request);
  } catch (answer) {
    throw answer instanceof Response
      ? secureLibraryPage(answer, request.url, config.shopify)
      : answer;
  }
  return null;
}
