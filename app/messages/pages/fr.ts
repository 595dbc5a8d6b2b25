import type { PageWords } from "./page-words";

export const FR_PAGE_WORDS: PageWords = {
  thisShop: "cette boutique",
  preferences: {
    tab: "E-mails de {shop}",
    heading: "Choisissez ce que vous recevez",
    about:
      "E-mails de {shop} à {address}. Les e-mails sur vos commandes vous parviennent dans tous les cas.",
    gone: "{shop} a supprimé l’adresse à laquelle cet e-mail a été envoyé. Si vous recevez encore des e-mails de {shop}, utilisez le lien du plus récent.",
    saved: "Enregistré. Cela vaut dès le prochain e-mail.",
    unsubscribed: "Vous êtes désabonné",
    resubscribe: {
      label: "Me réabonner",
      hint: "Vous recevrez de nouveau des e-mails publicitaires, selon vos choix ci-dessous.",
    },
    topics: "Ce que vous recevez",
    topic: {
      reminders: { label: "Rappels", hint: "De ce que vous avez laissé dans votre panier" },
      ideas: {
        label: "Idées pour vous",
        hint: "Ce qui va avec vos achats, et ce qui est de retour",
      },
      news: { label: "Nouveautés et offres", hint: "Ce qu’il y a de nouveau dans la boutique" },
    },
    often: "À quelle fréquence",
    frequency: {
      usual: "Sans limite particulière",
      weekly: "Au plus une fois par semaine",
      monthly: "Au plus une fois par mois",
    },
    pause: "Pause",
    noPause: "Pas de pause",
    pausedUntil: "Jusqu’au {day}",
    pauses: { 14: "Deux semaines", 30: "Un mois", 90: "Trois mois" },
    language: "Langue",
    asInShop: "Comme dans la boutique",
    privacy: "Votre vie privée",
    profiling: {
      label: "Choisir des produits pour moi",
      hint: "D’après vos achats et ce que vous avez regardé. Sinon, vous voyez ce qui se vend le mieux.",
    },
    openTracking: {
      label: "Compter que j’ai ouvert un e-mail",
      hint: "La boutique sait ainsi si ses e-mails sont lus.",
    },
    save: "Enregistrer",
    unsubscribe: "Se désabonner de tout",
  },
  unsubscribe: {
    ask: {
      title: "Ne plus recevoir d’e-mails de {shop} ?",
      text: "Vous ne recevrez plus d’e-mails publicitaires. Ceux qui concernent vos commandes vous parviendront toujours.",
      button: "Se désabonner",
      instead:
        "Pour choisir plutôt ce que vous recevez, ouvrez le lien « Choisir ce que vous recevez » dans l’e-mail.",
    },
    done: {
      title: "Vous êtes désabonné",
      text: "{shop} ne vous enverra plus d’e-mails publicitaires.",
    },
    noAddress: {
      title: "Personne n’a été désabonné",
      text: "{shop} a supprimé l’adresse à laquelle cet e-mail a été envoyé. Si vous recevez encore des e-mails de {shop}, désabonnez-vous avec le lien du plus récent.",
    },
  },
  incomplete: {
    title: "Ce lien n’est pas complet",
    text: "Il a peut-être été coupé en chemin. Ouvrez-le de nouveau depuis l’e-mail.",
  },
  nowhere: {
    title: "Ce lien ne mène nulle part",
    text: "Il a peut-être été coupé en chemin. Ouvrez-le de nouveau depuis l’e-mail.",
  },
  expired: {
    title: "Ce lien n’est plus valable",
    text: "Il a expiré ou a été coupé en chemin. Remplissez de nouveau le formulaire de la boutique.",
  },
  tooOften: { title: "Trop de demandes", text: "Attendez une minute, puis réessayez." },
  checkInbox: {
    title: "Presque terminé",
    text: "Consultez votre boîte de réception et confirmez votre adresse.",
  },
  requestReceived: {
    title: "Merci",
    text: "C’est noté. Si vous devez confirmer votre adresse, nous vous avons envoyé un e-mail.",
  },
};
