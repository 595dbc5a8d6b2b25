import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Link,
  Outlet,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { createElement } from "react";
import { useEarlyNavigation } from "~/components/early-navigation";
import { ErrorPage } from "~/components/error-page";
import { getDeps } from "~/deps.server";
import { confirmWhenOpened } from "~/http/confirm-installation.server";
import { requireShop } from "~/http/require-shop.server";
import { getShopify } from "~/shopify.server";

const APP_BRIDGE_URL = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

/** The layout of all admin pages: an authenticated shop and App Bridge (added to the head by root.tsx). */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  confirmWhenOpened(request, shopId, { ...deps, ...(await getShopify()) });
  const { shopify, billing } = deps.config;
  const { apiKey, appBridgeUrl } = shopify;
  return { apiKey, appBridgeUrl: appBridgeUrl ?? APP_BRIDGE_URL, hasPlans: billing !== "off" };
}

// Responses of Shopify's library have headers for App Bridge.
export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function AppLayout() {
  const { apiKey, hasPlans } = useLoaderData<typeof loader>();
  return (
    <AppProvider isEmbeddedApp={false} apiKey={apiKey}>
      <Menu hasPlans={hasPlans} />
      <Outlet />
    </AppProvider>
  );
}

/** The app's pages in the admin's menu. */
function Menu({ hasPlans }: { hasPlans: boolean }) {
  useEarlyNavigation();
  return createElement(
    "ui-nav-menu",
    null,
    <Link to="/app" rel="home">
      Home
    </Link>,
    <Link to="/app/flows">Flows</Link>,
    <Link to="/app/campaigns">Campaigns</Link>,
    <Link to="/app/emails">Emails</Link>,
    <Link to="/app/customers">Customers</Link>,
    <Link to="/app/segments">Segments</Link>,
    <Link to="/app/recommendations">Recommendations</Link>,
    <Link to="/app/predictions">Predictions</Link>,
    <Link to="/app/reports">Reports</Link>,
    <Link to="/app/changes">What changed</Link>,
    <Link to="/app/outbox">Outbox</Link>,
    <Link to="/app/settings">Settings</Link>,
    hasPlans && <Link to="/app/plan">Plan</Link>,
  );
}

/** Shopify's library throws whole pages with status 200, which load App Bridge. */
export function ErrorBoundary() {
  const error = useRouteError();
  // Missing when this route's own loader failed: then no page would open.
  const layout = useRouteLoaderData<typeof loader>("routes/app");
  if (isRouteErrorResponse(error) && error.status === 200) {
    return <div dangerouslySetInnerHTML={{ __html: String(error.data) }} />;
  }
  if (!layout) return <ErrorPage error={error} />;
  return (
    <>
      <Menu hasPlans={layout.hasPlans} />
      <ErrorPage error={error} back={<Link to="/app">Back to Kindred</Link>} />
    </>
  );
}
