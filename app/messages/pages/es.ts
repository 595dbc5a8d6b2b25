import type { PageWords } from "./page-words";

export const ES_PAGE_WORDS: PageWords = {
  thisShop: "esta tienda",
  preferences: {
    tab: "Correos de {shop}",
    heading: "Elige qué recibes",
    about:
      "Correos de {shop} a {address}. Los correos sobre tus pedidos te llegan en cualquier caso.",
    gone: "{shop} ha borrado la dirección a la que se envió este correo. Si aún recibes correos de {shop}, usa el enlace del más reciente.",
    saved: "Guardado. Vale a partir del próximo correo.",
    unsubscribed: "Te has dado de baja",
    resubscribe: {
      label: "Suscribirme de nuevo",
      hint: "Volverás a recibir publicidad por correo, según lo que elijas abajo.",
    },
    topics: "Qué recibes",
    topic: {
      reminders: { label: "Recordatorios", hint: "De lo que dejaste en tu carrito" },
      ideas: {
        label: "Ideas para ti",
        hint: "Lo que combina con lo que tienes y lo que ha vuelto",
      },
      news: { label: "Novedades y ofertas", hint: "Lo nuevo de la tienda" },
    },
    often: "Con qué frecuencia",
    frequency: {
      usual: "Sin límite especial",
      weekly: "Como mucho una vez por semana",
      monthly: "Como mucho una vez al mes",
    },
    pause: "Pausa",
    noPause: "Sin pausa",
    pausedUntil: "Hasta el {day}",
    pauses: { 14: "Dos semanas", 30: "Un mes", 90: "Tres meses" },
    language: "Idioma",
    asInShop: "Como en la tienda",
    privacy: "Tu privacidad",
    profiling: {
      label: "Elegir productos para mí",
      hint: "Según lo que compraste y miraste. Si no, verás lo que más se vende.",
    },
    openTracking: {
      label: "Contar que abrí un correo",
      hint: "Así la tienda sabe si alguien lee lo que escribe.",
    },
    save: "Guardar",
    unsubscribe: "Darse de baja de todo",
  },
  unsubscribe: {
    ask: {
      title: "¿Dejar de recibir correos de {shop}?",
      text: "No recibirás más publicidad por correo. Los correos sobre tus pedidos te seguirán llegando.",
      button: "Darse de baja",
      instead: "Si prefieres elegir qué recibes, abre en el correo el enlace «Elegir qué recibes».",
    },
    done: {
      title: "Te has dado de baja",
      text: "{shop} no te enviará más publicidad por correo.",
    },
    noAddress: {
      title: "No se ha dado de baja a nadie",
      text: "{shop} ha borrado la dirección a la que se envió este correo. Si aún recibes correos de {shop}, date de baja con el enlace del más reciente.",
    },
  },
  incomplete: {
    title: "Este enlace no está completo",
    text: "Puede que se haya cortado por el camino. Ábrelo otra vez desde el correo.",
  },
  nowhere: {
    title: "Este enlace no lleva a ningún sitio",
    text: "Puede que se haya cortado por el camino. Ábrelo otra vez desde el correo.",
  },
  expired: {
    title: "Este enlace ya no es válido",
    text: "Ha caducado o se ha cortado por el camino. Rellena otra vez el formulario de la tienda.",
  },
  tooOften: { title: "Demasiadas veces", text: "Espera un minuto e inténtalo de nuevo." },
  checkInbox: {
    title: "Ya casi está",
    text: "Mira tu bandeja de entrada y confirma tu dirección.",
  },
  requestReceived: {
    title: "Gracias",
    text: "Queda anotado. Si tienes que confirmar tu dirección, te hemos enviado un correo.",
  },
};
