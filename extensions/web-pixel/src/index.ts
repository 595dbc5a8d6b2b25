import { register } from "@shopify/web-pixels-extension";
import { watchDwell } from "./dwell";
import { EVENT_NAMES, readEvent, type StandardEvent } from "./read-event";
import { createSender } from "./sender";
import { storeVisitorCookie } from "./visitor-cookie";

register(({ analytics, browser, init, settings, customerPrivacy }) => {
  let isAllowed = allows(init.customerPrivacy);
  const sender = createSender(browser, settings as Settings);
  const visitor = storeVisitorCookie(browser);
  const dwell = watchDwell((event, clientId) => {
    sender.add(event, clientId);
  });

  customerPrivacy.subscribe("visitorConsentCollected", (event) => {
    isAllowed = allows(event.customerPrivacy);
    if (isAllowed) return;
    dwell.stop();
    sender.discard();
    visitor.clear();
  });

  function report(event: StandardEvent) {
    const report = isAllowed ? readEvent(event) : null;
    if (!report) return;
    visitor.keep(event.clientId);
    if (report.name === "page_viewed") dwell.start(report, event.clientId);
    sender.add(report, event.clientId);
  }
  for (const name of EVENT_NAMES) analytics.subscribe(name, report);
});

interface Settings {
  readonly accountID: string;
  readonly collectorURL: string;
}

interface Consent {
  readonly analyticsProcessingAllowed: boolean;
  readonly marketingAllowed: boolean;
}

/**
 * The pixel is loaded only with consent; checked again, since consent may be withdrawn while the page is open. A
 * function declaration, because the pixel starts before later constants are assigned.
 */
function allows({ analyticsProcessingAllowed, marketingAllowed }: Consent): boolean {
  return analyticsProcessingAllowed && marketingAllowed;
}
