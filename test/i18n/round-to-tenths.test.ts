import { expect, test } from "vitest";
import { messagesFor } from "~/i18n/catalog.server";
import { createText } from "~/i18n/create-text";
import { roundToTenths } from "~/i18n/round-to-tenths";

const averageOf = (locale: string, orders: number) => {
  const messages = messagesFor(locale.slice(0, 2), ["predictions"]);
  const text = createText({ locale, timeZone: "UTC", messages }, "predictions");
  return text("groups.average", { orders: roundToTenths(orders), spend: "9", days: 3 });
};

test.each([
  ["en-US", 1.23, "On average 1.2 orders,"],
  ["en-US", 1.04, "On average 1 order,"],
  ["de-DE", 1.23, "Im Schnitt 1,2 Bestellungen,"],
  ["fr-FR", 1.23, "En moyenne 1,2 commande,"],
  ["fr-FR", 2.31, "En moyenne 2,3 commandes,"],
  ["es-ES", 1.23, "En promedio, 1,2 pedidos,"],
  ["ja-JP", 1.23, "注文1.2件、"],
])("counts in %s: %d orders on average", (locale, orders, words) => {
  expect(averageOf(locale, orders)).toContain(words);
});
