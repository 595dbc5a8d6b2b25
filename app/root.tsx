import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { useNonce } from "./components/nonce";
import type { loader as appLoader } from "./routes/app";

/** Every document. Inside the admin App Bridge comes first, as it asks to. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const bridge = useRouteLoaderData<typeof appLoader>("routes/app");
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        {bridge && <script src={bridge.appBridgeUrl} data-api-key={bridge.apiKey} />}
        <title>Kindred</title>
        <Meta />
        <Links />
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
  const error = useRouteError();
  const isMissing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <main style={{ fontFamily: "system-ui, sans-serif", margin: "4rem auto", maxWidth: "32rem" }}>
      <h1>{isMissing ? "This page does not exist" : "Something went wrong"}</h1>
      <p>
        {isMissing
          ? "The address may have been cut short."
          : "The fault is on our side and has been noted. Please load the page again."}
      </p>
    </main>
  );
}
