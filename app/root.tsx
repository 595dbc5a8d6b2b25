import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { StoreEarlyClick } from "./components/early-input";
import { ErrorPage } from "./components/error-page";
import { DisableEval } from "./components/no-eval";
import { useNonce } from "./components/nonce";
import type { loader as appLoader } from "./routes/app";

/** A long name without spaces breaks instead of widening the page; buttons and tables keep their words. */
const WRAPPING = "body{overflow-wrap:anywhere}button,table{overflow-wrap:break-word}";

/** The document of every page. In the admin App Bridge comes first, as it requires. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const bridge = useRouteLoaderData<typeof appLoader>("routes/app");
  return (
    <html lang={bridge?.locale ?? "en"}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <DisableEval nonce={nonce} />
        {bridge && (
          <>
            <StoreEarlyClick nonce={nonce} />
            <script src={bridge.appBridgeUrl} data-api-key={bridge.apiKey} />
          </>
        )}
        <title>Kindred</title>
        <Meta />
        <Links />
        <style dangerouslySetInnerHTML={{ __html: WRAPPING }} />
      </head>
      <body>
        {children}
        <ScrollRestoration {...(nonce && { nonce })} />
        <Scripts {...(nonce && { nonce })} />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />;
}
