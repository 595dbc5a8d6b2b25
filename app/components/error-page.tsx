import { isRouteErrorResponse } from "@remix-run/react";
import type { ReactNode } from "react";
import { useText } from "~/i18n/text-provider";

interface ErrorPageProps {
  error: unknown;
  /** A link back, if any. */
  back?: ReactNode;
}

/** The page shown after an error. It depends on nothing that could have failed. */
export function ErrorPage({ error, back }: ErrorPageProps) {
  const text = useText("errors");
  const kind = kindOf(isRouteErrorResponse(error) ? error.status : 500);
  return (
    <main style={MAIN}>
      <h1 style={HEADING}>{text(`${kind}.title`)}</h1>
      <p>{text(`${kind}.text`)}</p>
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

function kindOf(status: number) {
  switch (status) {
    case 404:
      return "missing";
    case 409:
    case 422:
      return "conflict";
    case 413:
      return "tooLarge";
    case 401:
      return "noAccess";
    case 429:
    case 502:
    case 503:
      return "shopifyDown";
    default:
      return "failed";
  }
}
