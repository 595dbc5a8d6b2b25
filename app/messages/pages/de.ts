import type { PageWords } from "./page-words";

export const DE_PAGE_WORDS: PageWords = {
  thisShop: "dieser Shop",
  preferences: {
    tab: "E-Mails von {shop}",
    heading: "Wähle aus, was du bekommst",
    about:
      "E-Mails von {shop} an {address}. E-Mails zu deinen Bestellungen bekommst du in jedem Fall.",
    gone: "{shop} hat die Adresse gelöscht, an die diese E-Mail ging. Wenn du noch E-Mails von {shop} bekommst, nutze den Link in der neuesten.",
    saved: "Gespeichert. Das gilt ab der nächsten E-Mail.",
    unsubscribed: "Du bist abgemeldet",
    resubscribe: {
      label: "Wieder anmelden",
      hint: "Du bekommst dann wieder Werbung per E-Mail, so wie du es unten auswählst.",
    },
    topics: "Was du bekommst",
    topic: {
      reminders: { label: "Erinnerungen", hint: "An das, was noch in deinem Warenkorb liegt" },
      ideas: { label: "Ideen für dich", hint: "Was zu deinen Sachen passt und was wieder da ist" },
      news: { label: "Neuigkeiten und Angebote", hint: "Was es im Shop Neues gibt" },
    },
    often: "Wie oft",
    frequency: {
      usual: "Wie es kommt",
      weekly: "Höchstens einmal in der Woche",
      monthly: "Höchstens einmal im Monat",
    },
    pause: "Pause",
    noPause: "Keine Pause",
    pausedUntil: "Bis {day}",
    pauses: { 14: "Zwei Wochen", 30: "Einen Monat", 90: "Drei Monate" },
    language: "Sprache",
    asInShop: "Wie im Shop",
    privacy: "Deine Privatsphäre",
    profiling: {
      label: "Produkte für mich auswählen",
      hint: "Nach dem, was du gekauft und angesehen hast. Sonst siehst du, was sich am besten verkauft.",
    },
    openTracking: {
      label: "Zählen, dass ich eine E-Mail geöffnet habe",
      hint: "So erfährt der Shop, ob jemand liest, was er schreibt.",
    },
    save: "Speichern",
    unsubscribe: "Von allem abmelden",
  },
  unsubscribe: {
    ask: {
      title: "Keine E-Mails mehr von {shop}?",
      text: "Du bekommst keine Werbung mehr per E-Mail. E-Mails zu deinen Bestellungen erreichen dich weiterhin.",
      button: "Abmelden",
      instead:
        "Möchtest du lieber auswählen, was du bekommst? Öffne in der E-Mail den Link „Auswählen, was du bekommst“.",
    },
    done: {
      title: "Du bist abgemeldet",
      text: "{shop} schickt dir keine Werbung mehr per E-Mail.",
    },
    noAddress: {
      title: "Niemand wurde abgemeldet",
      text: "{shop} hat die Adresse gelöscht, an die diese E-Mail ging. Wenn du noch E-Mails von {shop} bekommst, melde dich über den Link in der neuesten ab.",
    },
  },
  incomplete: {
    title: "Dieser Link ist nicht vollständig",
    text: "Vielleicht wurde er unterwegs abgeschnitten. Bitte öffne ihn noch einmal aus der E-Mail.",
  },
  nowhere: {
    title: "Dieser Link führt nirgendwohin",
    text: "Vielleicht wurde er unterwegs abgeschnitten. Bitte öffne ihn noch einmal aus der E-Mail.",
  },
  expired: {
    title: "Dieser Link gilt nicht mehr",
    text: "Er ist abgelaufen oder wurde unterwegs abgeschnitten. Bitte fülle das Formular im Shop noch einmal aus.",
  },
  tooOften: {
    title: "Das war etwas oft",
    text: "Bitte warte eine Minute und versuche es dann noch einmal.",
  },
  checkInbox: {
    title: "Fast fertig",
    text: "Bitte sieh in dein Postfach und bestätige deine Adresse.",
  },
  requestReceived: {
    title: "Danke",
    text: "Das ist notiert. Falls du deine Adresse bestätigen musst, haben wir dir eine E-Mail geschickt.",
  },
};
