import type { EmailWords } from "./email-words";

export const DE_EMAIL_WORDS: EmailWords = {
  total: "Gesamt",
  quantity: "Menge: {count}",
  moreLines: { one: "und {count} weiterer Artikel", other: "und {count} weitere Artikel" },
  unsubscribe: "Abmelden",
  preferences: "Auswählen, was du bekommst",
  couponNote: "{{ coupon.percent }} Rabatt, einmal, bis zum {{ coupon.until }}",
  question: "Noch Fragen? Schreib uns an",
  because: {
    subscribed: "Du bekommst diese E-Mail, weil du Neuigkeiten von {shop} abonniert hast.",
    checkout:
      "Du bekommst diese E-Mail, weil du bei {shop} einen Bestellvorgang offen gelassen hast.",
    cart: "Du bekommst diese E-Mail, weil bei {shop} noch etwas in deinem Warenkorb liegt.",
    viewed: "Du bekommst diese E-Mail, weil du dir bei {shop} etwas angesehen hast.",
    order: "Du bekommst diese E-Mail, weil du bei {shop} bestellt hast.",
    request: "Du bekommst diese E-Mail, weil du {shop} um diese Nachricht gebeten hast.",
    birthday: "Du bekommst diese E-Mail, weil du um diesen Tag herum zu {shop} gekommen bist.",
  },
  reasons: {
    colon: ": ",
    chosen: "Passt zu deiner Auswahl",
    hadBoth: { one: "1 Person hatte beides", other: "{count} Personen hatten beides" },
    boughtLater: {
      one: "1 Person hat es später bestellt",
      other: "{count} Personen haben es später bestellt",
    },
    boughtWithin: {
      one: "1 Person hat es in {days} Tagen gekauft",
      other: "{count} Personen haben es in {days} Tagen gekauft",
    },
    goesWith: "Gekauft zusammen mit {title}",
    oftenBoughtWith: "Oft gekauft zusammen mit {title}",
    becauseYouBought: "Weil du {title} gekauft hast",
    chosenAfter: "Gewählt nach {title}",
    oftenChosenAfter: "Oft als Nächstes gewählt nach {title}",
    popular: "Gerade beliebt",
    popularIn: "Beliebt in {title}",
    newest: "Neu im Shop",
    discovery: "Noch ein Geheimtipp",
    similar: "Ähnlich wie {title}",
    becauseYouViewed: "Weil du dir {title} angesehen hast",
    boughtBefore: "Hast du schon einmal gekauft",
    pinned: "Vom Shop ausgewählt",
  },
};
