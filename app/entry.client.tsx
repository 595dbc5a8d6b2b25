import { RemixBrowser } from "@remix-run/react";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { stopStoringPageClicks } from "./components/early-input";
import { acceptPageLanguage } from "./http/accept-page-language";
import { fetchComplete } from "./http/fetch-complete";
import { keepPage, NO_RESPONSE } from "./http/keep-page";

const reportNoResponse = (method: string) =>
  window.dispatchEvent(new CustomEvent(NO_RESPONSE, { detail: method }));
const load = fetchComplete(window.fetch.bind(window));
window.fetch = acceptPageLanguage(keepPage(load, reportNoResponse));

stopStoringPageClicks();
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  );
});
