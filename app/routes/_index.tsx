import { redirect, type LoaderFunctionArgs } from "@remix-run/node";

/** Shopify opens the app with the shop in the URL; there is no login form. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) return redirect(`/app${search}`);
  return null;
}

export default function DropTarget() {
  return (
    <main style={{ fontFamily: "system-ui, sans-serif", margin: "4rem auto", maxWidth: "32rem" }}>
      <h1>Kindred</h1>
      <p>
        Email that knows your customers: who they are, when there is a reason to write, and what
        they are likely to want next.
      </p>
      <p>Kindred runs inside your Shopify admin. Open it there under Apps.</p>
    </main>
  );
}
