import { RemixBrowser } from "@remix-run/react";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { stopStoringPageClicks } from "./components/early-input";
import { acceptPageLanguage } from "./http/accept-page-language";
import { fetchComplete } from "./http/fetch-complete";

window.fetch = acceptPageLanguage(fetchComplete(window.fetch.bind(window)));

stopStoringPageClicks();
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  );
});
