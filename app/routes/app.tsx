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
import type { Industry } from "~/i18n/industry";
import { featuresOfPage } from "~/i18n/page-features";
import { polarisTexts } from "~/i18n/polaris-texts.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { TextProvider, useText } from "~/i18n/text-provider";
import { readIndustry } from "~/shopify/industry-store.server";
import { getShopify } from "~/shopify.server";

const APP_BRIDGE_URL = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

/** The layout of all admin pages: an authenticated shop and App Bridge (added to the head by root.tsx). */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  confirmWhenOpened(request, shopId, { ...deps, ...(await getShopify()) });
  const { timeZone, settings } = await deps.db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true, settings: { select: { industry: true } } },
  });
  const industry = readIndustry(settings);
  const { language, locale } = requestLocale(request);
  const { shopify, billing } = deps.config;
  return {
    apiKey: shopify.apiKey,
    appBridgeUrl: shopify.appBridgeUrl ?? APP_BRIDGE_URL,
    hasPlans: billing !== "off",
    ...{ locale, timeZone, industry, polaris: polarisTexts(language) },
    // As one string: a thousand single values would take a third more bytes, and longer to decode.
    messages: JSON.stringify(
      messagesFor(language, featuresOfPage(new URL(request.url).pathname), industry),
    ),
  };
}

/** Only for texts that the page before did not show, and for a choice of industry, which changes words. */
export function shouldRevalidate(args: ShouldRevalidateFunctionArgs): boolean {
  const { currentUrl, nextUrl } = args;
  if (choosesIndustry(args)) return true;
  const shown = featuresOfPage(currentUrl.pathname);
  return featuresOfPage(nextUrl.pathname).some((feature) => !shown.includes(feature));
}

/** Whether a form of settings, or of the setup guide, was sent. */
function choosesIndustry({ formData, json }: ShouldRevalidateFunctionArgs): boolean {
  const values = json instanceof Object && "values" in json ? json.values : null;
  return formData?.has("industry") === true || (values instanceof Object && "industry" in values);
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
  layout: Omit<TextContext, "messages"> & { messages: string; industry: Industry };
  children: ReactNode;
}

/** Keeps the texts of all pages that were shown: the page before is still there while the next one loads. */
function LayoutTexts({ layout, children }: LayoutTextsProps) {
  const { locale, timeZone, messages, industry } = layout;
  const kept = useRef<{ industry: Industry; messages: CompiledMessages }>();
  const value = useMemo(() => {
    // Texts of another industry are not kept.
    const before = kept.current?.industry === industry ? kept.current.messages : {};
    const known = { ...before, ...(JSON.parse(messages) as CompiledMessages) };
    kept.current = { industry, messages: known };
    return { locale, timeZone, messages: known };
  }, [locale, timeZone, messages, industry]);
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
