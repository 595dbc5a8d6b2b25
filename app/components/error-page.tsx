import { isRouteErrorResponse } from "@remix-run/react";
import type { ReactNode } from "react";

interface ErrorPageProps {
  error: unknown;
  /** A link back, if any. */
  back?: ReactNode;
}

/** The page shown after an error. It depends on nothing that could have failed. */
export function ErrorPage({ error, back }: ErrorPageProps) {
  const { title, text } = wordsFor(isRouteErrorResponse(error) ? error.status : 500);
  return (
    <main style={MAIN}>
      <h1 style={HEADING}>{title}</h1>
      <p>{text}</p>
      {back && <p style={BACK}>{back}</p>}
    </main>
  );
}

// Inline styles, because the admin's stylesheet resets the browser's defaults and may not be loaded.
const MAIN = {
  fontFamily: "system-ui, sans-serif",
  lineHeight: 1.5,
  margin: "4rem auto",
  maxWidth: "32rem",
  padding: "0 1rem",
} as const;
const HEADING = { fontSize: "1.25rem", fontWeight: 650, margin: "0 0 0.5rem" } as const;
const BACK = { marginTop: "1rem" } as const;

function wordsFor(status: number): { title: string; text: string } {
  switch (status) {
    case 404:
      return {
        title: "This page does not exist",
        text: "The address may have been cut short, or what it showed is gone. Go back and look for it in the lists.",
      };
    case 409:
    case 422:
      return {
        title: "This could not be done",
        text: "What is stored has changed meanwhile, or cannot be read. Load the page again to see how it stands now; nothing was saved.",
      };
    case 413:
      return {
        title: "This is too large",
        text: "More was sent than this page takes. Send less at once; nothing was saved.",
      };
    case 401:
      return {
        title: "Kindred has no access to this shop",
        text: "Shopify does not accept Kindred's access any more. Leave this page and open Kindred again under Apps in your Shopify admin: that renews it.",
      };
    case 429:
    case 502:
    case 503:
      return {
        title: "Shopify does not answer at the moment",
        text: "Nothing is lost. Please load the page again in a minute.",
      };
    default:
      return {
        title: "Something went wrong",
        text: "The fault is on our side and has been noted. Please load the page again.",
      };
  }
}
