import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { secureLibraryPage } from "~/http/document-headers.server";
import { getShopify } from "~/shopify.server";

/** Where Shopify's library serves its own pages: the session-token bounce, the way out of the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  // Where the library sends who comes without a shop. Nobody signs in here: Shopify opens the app.
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
