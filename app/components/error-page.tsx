import { isRouteErrorResponse } from "@remix-run/react";

/** What people see instead of a page that failed. It needs nothing that could have failed with it. */
export function ErrorPage({ error }: { error: unknown }) {
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
