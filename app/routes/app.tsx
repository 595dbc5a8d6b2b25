import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Link,
  Outlet,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
  type ShouldRevalidateFunctionArgs,
} from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useMemo, useRef, type ReactNode } from "react";
import { AdminMenu } from "~/components/admin-menu";
import { FindCustomer } from "~/components/customers/find-customer";
import { ErrorPage } from "~/components/error-page";
import { PageTransition } from "~/components/page-transition";
import { confirmWhenOpened } from "~/http/confirm-installation.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { messagesFor } from "~/i18n/catalog.server";
import type { CompiledMessages, TextContext } from "~/i18n/create-text";
import { featuresOfPage } from "~/i18n/page-features";
import { polarisTexts } from "~/i18n/polaris-texts.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { TextProvider, useText } from "~/i18n/text-provider";
import { getShopify } from "~/shopify.server";

const APP_BRIDGE_URL = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

/** The layout of all admin pages: an authenticated shop and App Bridge (added to the head by root.tsx). */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  confirmWhenOpened(request, shopId, { ...deps, ...(await getShopify()) });
  const { timeZone } = await deps.db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const { language, locale } = requestLocale(request);
  const { shopify, billing } = deps.config;
  return {
    apiKey: shopify.apiKey,
    appBridgeUrl: shopify.appBridgeUrl ?? APP_BRIDGE_URL,
    hasPlans: billing !== "off",
    ...{ locale, timeZone, polaris: polarisTexts(language) },
    // As one string: a thousand single values would take a third more bytes, and longer to decode.
    messages: JSON.stringify(messagesFor(language, featuresOfPage(new URL(request.url).pathname))),
  };
}

/** Only for texts that the page before did not show. */
export function shouldRevalidate({ currentUrl, nextUrl }: ShouldRevalidateFunctionArgs): boolean {
  const shown = featuresOfPage(currentUrl.pathname);
  return featuresOfPage(nextUrl.pathname).some((feature) => !shown.includes(feature));
}

// Responses of Shopify's library have headers for App Bridge.
export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function AppLayout() {
  const layout = useLoaderData<typeof loader>();
  return (
    <AppProvider
      isEmbeddedApp={false}
      apiKey={layout.apiKey}
      {...(layout.polaris && { i18n: layout.polaris })}
    >
      <LayoutTexts layout={layout}>
        <AdminMenu hasPlans={layout.hasPlans} />
        <main>
          <FindCustomer />
          <PageTransition>
            <Outlet />
          </PageTransition>
        </main>
      </LayoutTexts>
    </AppProvider>
  );
}

interface LayoutTextsProps {
  layout: Omit<TextContext, "messages"> & { messages: string };
  children: ReactNode;
}

/** Keeps the texts of all pages that were shown: the page before is still there while the next one loads. */
function LayoutTexts({ layout, children }: LayoutTextsProps) {
  const { locale, timeZone, messages } = layout;
  const kept = useRef<CompiledMessages>({});
  const value = useMemo(() => {
    kept.current = { ...kept.current, ...(JSON.parse(messages) as CompiledMessages) };
    return { locale, timeZone, messages: kept.current };
  }, [locale, timeZone, messages]);
  return <TextProvider value={value}>{children}</TextProvider>;
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
    <LayoutTexts layout={layout}>
      <AdminMenu hasPlans={layout.hasPlans} />
      <ErrorPage error={error} back={<BackLink />} />
    </LayoutTexts>
  );
}

function BackLink() {
  const text = useText("common");
  return <Link to="/app">{text("backToKindred")}</Link>;
}
