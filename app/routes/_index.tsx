import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { messagesFor } from "~/i18n/catalog.server";
import { createText } from "~/i18n/create-text";
import { requestLocale } from "~/i18n/request-locale.server";

/** Shopify opens the app with the shop in the URL; there is no login form. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) return redirect(`/app${search}`);
  const { language, locale } = requestLocale(request);
  const messages = messagesFor(language, ["landing"]);
  const text = createText({ locale, timeZone: "UTC", messages }, "landing");
  return { about: text("about"), open: text("open") };
}

export default function LandingPage() {
  const { about, open } = useLoaderData<typeof loader>();
  return (
    <main
      style={{
        fontFamily: "system-ui, sans-serif",
        margin: "4rem auto",
        maxWidth: "32rem",
        padding: "0 1rem",
      }}
    >
      <h1>Kindred</h1>
      <p>{about}</p>
      <p>{open}</p>
    </main>
  );
}
