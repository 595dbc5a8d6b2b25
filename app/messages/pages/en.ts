import type { PageWords } from "./page-words";

export const EN_PAGE_WORDS: PageWords = {
  thisShop: "this shop",
  preferences: {
    tab: "Email from {shop}",
    heading: "Choose what you get",
    about: "Email from {shop} to {address}. Email about your orders always comes.",
    gone: "{shop} has deleted the address that this email went to. If you still get emails from {shop}, use the link in the newest one.",
    saved: "Saved. It holds from the next email on.",
    unsubscribed: "You are unsubscribed",
    resubscribe: {
      label: "Subscribe again",
      hint: "You then get marketing email again, as you choose below.",
    },
    topics: "What you get",
    topic: {
      reminders: { label: "Reminders", hint: "Of what you left in your cart" },
      ideas: { label: "Ideas for you", hint: "What goes with what you have, and what is back" },
      news: { label: "News and offers", hint: "What is new in the shop" },
    },
    often: "How often",
    frequency: {
      usual: "As it comes",
      weekly: "At most once a week",
      monthly: "At most once a month",
    },
    pause: "A pause",
    noPause: "No pause",
    pausedUntil: "Until {day}",
    pauses: { 14: "Two weeks", 30: "A month", 90: "Three months" },
    language: "Language",
    asInShop: "As in the shop",
    privacy: "Your privacy",
    profiling: {
      label: "Choose products for me",
      hint: "From what you bought and looked at. Without it you see what sells best.",
    },
    openTracking: {
      label: "Count that I opened an email",
      hint: "It tells the shop whether anybody reads what it writes.",
    },
    save: "Save",
    unsubscribe: "Unsubscribe from all of it",
  },
  unsubscribe: {
    ask: {
      title: "Stop email from {shop}?",
      text: "You will get no more marketing email. Email about your orders still reaches you.",
      button: "Unsubscribe",
      instead: "To choose what you get instead, open the link “Choose what you get” in the email.",
    },
    done: {
      title: "You are unsubscribed",
      text: "{shop} will send you no more marketing email.",
    },
    noAddress: {
      title: "Nobody was unsubscribed",
      text: "{shop} has deleted the address that this email went to. If you still get emails from {shop}, unsubscribe with the link in the newest one.",
    },
  },
  incomplete: {
    title: "This link is not complete",
    text: "It may have been cut short on its way. Please open it from the email once more.",
  },
  nowhere: {
    title: "This link leads nowhere",
    text: "It may have been cut short on its way. Please open it from the email once more.",
  },
  expired: {
    title: "This link is no longer good",
    text: "It may have run out, or have been cut short on its way. Please fill in the form in the shop once more.",
  },
  tooOften: { title: "Too often", text: "Please wait a minute and try it once more." },
  checkInbox: {
    title: "Almost done",
    text: "Please check your inbox and confirm your address.",
  },
  requestReceived: {
    title: "Thank you",
    text: "That is noted. If you need to confirm your address, we have sent you an email.",
  },
};
