import { EmailLanguage } from "../document/languages";

/** Texts of a confirmation in the form's language. */
export interface ConfirmationWords {
  readonly subject: string;
  readonly heading: string;
  readonly text: string;
  readonly button: string;
  /** For recipients who did not sign up. */
  readonly because: string;
  readonly page: { readonly title: string; readonly text: string; readonly button: string };
  readonly done: { readonly title: string; readonly text: string };
}

export type ConfirmationTopic = "marketing" | "back_in_stock" | "price_drop";

interface Language {
  readonly news: Omit<ConfirmationWords, "because" | "button">;
  readonly notify: Omit<ConfirmationWords, "because" | "button">;
  readonly button: string;
  readonly because: string;
}

/** "{shop}" stands for the shop's name. */
const LANGUAGES: Readonly<Record<EmailLanguage, Language>> = {
  en: {
    button: "Yes, that was me",
    because:
      "You get this email because somebody entered your address at {shop}. If that was not you, do nothing: nothing more will be sent.",
    news: {
      subject: "Please confirm your address",
      heading: "One more click",
      text: "You asked for news and offers from {shop}. Confirm that this is your address, and you are on the list.",
      page: {
        title: "Get news from {shop}?",
        text: "Confirm that this is your address. You can unsubscribe at any time.",
        button: "Confirm",
      },
      done: { title: "You are on the list", text: "{shop} will write to you from now on." },
    },
    notify: {
      subject: "Please confirm your request",
      heading: "One more click",
      text: "You asked {shop} to tell you about a product. Confirm that this is your address, and we will write once there is news of it.",
      page: {
        title: "Get this email from {shop}?",
        text: "Confirm that this is your address. You get one email about the product, and no other.",
        button: "Confirm",
      },
      done: { title: "That is noted", text: "{shop} will write to you when there is news." },
    },
  },
  de: {
    button: "Ja, das war ich",
    because:
      "Du bekommst diese E-Mail, weil jemand deine Adresse bei {shop} eingetragen hat. Wenn du das nicht warst, brauchst du nichts zu tun: Es kommt nichts weiter.",
    news: {
      subject: "Bitte bestätige deine Adresse",
      heading: "Nur noch ein Klick",
      text: "Du möchtest Neuigkeiten und Angebote von {shop} bekommen. Bestätige, dass dies deine Adresse ist, dann bist du dabei.",
      page: {
        title: "Neuigkeiten von {shop} bekommen?",
        text: "Bestätige, dass dies deine Adresse ist. Du kannst dich jederzeit abmelden.",
        button: "Bestätigen",
      },
      done: { title: "Du bist angemeldet", text: "{shop} schreibt dir ab jetzt." },
    },
    notify: {
      subject: "Bitte bestätige deine Anfrage",
      heading: "Nur noch ein Klick",
      text: "Du möchtest von {shop} etwas über ein Produkt erfahren. Bestätige, dass dies deine Adresse ist, dann schreiben wir dir, sobald es etwas Neues gibt.",
      page: {
        title: "Von {shop} benachrichtigt werden?",
        text: "Bestätige, dass dies deine Adresse ist. Du bekommst eine E-Mail zu diesem Produkt und keine andere.",
        button: "Bestätigen",
      },
      done: { title: "Das ist notiert", text: "{shop} schreibt dir, sobald es etwas Neues gibt." },
    },
  },
  fr: {
    button: "Oui, c’était moi",
    because:
      "Vous recevez cet e-mail car votre adresse a été saisie chez {shop}. Si ce n’était pas vous, ne faites rien : vous ne recevrez rien d’autre.",
    news: {
      subject: "Confirmez votre adresse",
      heading: "Plus qu’un clic",
      text: "Vous avez demandé les nouvelles et les offres de {shop}. Confirmez que cette adresse est la vôtre pour vous inscrire.",
      page: {
        title: "Recevoir les nouvelles de {shop} ?",
        text: "Confirmez que cette adresse est la vôtre. Vous pouvez vous désinscrire à tout moment.",
        button: "Confirmer",
      },
      done: { title: "Vous êtes inscrit", text: "{shop} vous écrira désormais." },
    },
    notify: {
      subject: "Confirmez votre demande",
      heading: "Plus qu’un clic",
      text: "Vous avez demandé à {shop} des nouvelles d’un produit. Confirmez que cette adresse est la vôtre, et nous vous écrirons dès qu’il y en aura.",
      page: {
        title: "Être prévenu par {shop} ?",
        text: "Confirmez que cette adresse est la vôtre. Vous recevrez un seul e-mail au sujet du produit.",
        button: "Confirmer",
      },
      done: { title: "C’est noté", text: "{shop} vous écrira dès qu’il y aura du nouveau." },
    },
  },
  es: {
    button: "Sí, fui yo",
    because:
      "Recibes este correo porque alguien escribió tu dirección en {shop}. Si no fuiste tú, no hagas nada: no recibirás nada más.",
    news: {
      subject: "Confirma tu dirección",
      heading: "Solo un clic más",
      text: "Has pedido recibir novedades y ofertas de {shop}. Confirma que esta es tu dirección y quedarás suscrito.",
      page: {
        title: "¿Recibir novedades de {shop}?",
        text: "Confirma que esta es tu dirección. Puedes darte de baja cuando quieras.",
        button: "Confirmar",
      },
      done: { title: "Ya estás en la lista", text: "{shop} te escribirá a partir de ahora." },
    },
    notify: {
      subject: "Confirma tu petición",
      heading: "Solo un clic más",
      text: "Has pedido a {shop} que te avise sobre un producto. Confirma que esta es tu dirección y te escribiremos cuando haya novedades.",
      page: {
        title: "¿Recibir el aviso de {shop}?",
        text: "Confirma que esta es tu dirección. Recibirás un solo correo sobre el producto.",
        button: "Confirmar",
      },
      done: { title: "Queda anotado", text: "{shop} te escribirá cuando haya novedades." },
    },
  },
  ja: {
    button: "はい、私です",
    because:
      "このメールは、{shop}でお客様のアドレスが入力されたためお送りしています。お心当たりがない場合は何もしないでください。以後メールは届きません。",
    news: {
      subject: "メールアドレスのご確認",
      heading: "あと1クリックです",
      text: "{shop}からのお知らせをご希望いただきました。ご本人のアドレスであることを確認すると、登録が完了します。",
      page: {
        title: "{shop}からのお知らせを受け取りますか？",
        text: "ご本人のアドレスであることをご確認ください。いつでも配信停止できます。",
        button: "確認する",
      },
      done: { title: "登録が完了しました", text: "これから{shop}のお知らせをお届けします。" },
    },
    notify: {
      subject: "ご依頼の確認",
      heading: "あと1クリックです",
      text: "{shop}の商品についてのお知らせをご希望いただきました。ご本人のアドレスであることを確認すると、動きがあり次第お知らせします。",
      page: {
        title: "{shop}からのお知らせを受け取りますか？",
        text: "ご本人のアドレスであることをご確認ください。この商品についてのメールを1通だけお送りします。",
        button: "確認する",
      },
      done: { title: "承りました", text: "動きがあり次第、{shop}からお知らせします。" },
    },
  },
  ar: {
    button: "نعم، كنت أنا",
    because:
      "تصلك هذه الرسالة لأن أحدًا أدخل عنوانك في {shop}. إن لم تكن أنت فلا تفعل شيئًا: لن تصلك أي رسالة أخرى.",
    news: {
      subject: "يُرجى تأكيد عنوانك",
      heading: "نقرة واحدة فقط",
      text: "طلبت أن تصلك أخبار {shop} وعروضه. أكّد أن هذا عنوانك ليكتمل اشتراكك.",
      page: {
        title: "هل تريد أخبار {shop}؟",
        text: "أكّد أن هذا عنوانك. يمكنك إلغاء الاشتراك في أي وقت.",
        button: "تأكيد",
      },
      done: { title: "اكتمل اشتراكك", text: "ستصلك رسائل {shop} من الآن فصاعدًا." },
    },
    notify: {
      subject: "يُرجى تأكيد طلبك",
      heading: "نقرة واحدة فقط",
      text: "طلبت من {shop} إبلاغك بأخبار أحد المنتجات. أكّد أن هذا عنوانك وسنراسلك حين يكون هناك جديد.",
      page: {
        title: "هل تريد أن يبلغك {shop}؟",
        text: "أكّد أن هذا عنوانك. ستصلك رسالة واحدة عن هذا المنتج لا غير.",
        button: "تأكيد",
      },
      done: { title: "تم تسجيل ذلك", text: "سيراسلك {shop} حين يكون هناك جديد." },
    },
  },
};

/** The language for a form's locale; English by default. */
export function languageOf(locale: string): EmailLanguage {
  return EmailLanguage.catch("en").parse(locale.toLowerCase().split(/[-_]/)[0]);
}

/** The texts of a topic with the shop's name. */
export function confirmationWords(
  topic: ConfirmationTopic,
  { locale, shopName }: { readonly locale: string; readonly shopName: string },
): ConfirmationWords {
  const { news, notify, button, because } = LANGUAGES[languageOf(locale)];
  const words = { ...(topic === "marketing" ? news : notify), button, because };
  return JSON.parse(
    JSON.stringify(words, (_key, value: unknown) =>
      typeof value === "string" ? value.replaceAll("{shop}", shopName) : value,
    ),
  ) as ConfirmationWords;
}
