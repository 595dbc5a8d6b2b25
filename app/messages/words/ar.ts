import type { EmailWords } from "./email-words";

export const AR_EMAIL_WORDS: EmailWords = {
  total: "الإجمالي",
  quantity: "الكمية: {count}",
  // After a colon the noun need not agree with the number, for which Arabic has six forms.
  moreLines: { one: "منتجات أخرى: {count}", other: "منتجات أخرى: {count}" },
  unsubscribe: "إلغاء الاشتراك",
  preferences: "اختيار ما يصلك",
  couponNote: "خصم {{ coupon.percent }}، مرة واحدة، حتى {{ coupon.until }}",
  question: "لديك سؤال؟ راسلنا على",
  because: {
    subscribed: "تصلك هذه الرسالة لأنك اشتركت في أخبار {shop}.",
    checkout: "تصلك هذه الرسالة لأنك بدأت طلبًا في {shop} ولم تكمله.",
    cart: "تصلك هذه الرسالة لأن في سلتك لدى {shop} منتجات لم تطلبها بعد.",
    viewed: "تصلك هذه الرسالة لأنك تصفحت منتجًا في {shop}.",
    order: "تصلك هذه الرسالة لأنك طلبت من {shop}.",
    request: "تصلك هذه الرسالة لأنك طلبت من {shop} إبلاغك.",
    birthday: "تصلك هذه الرسالة لأنك انضممت إلى {shop} في مثل هذا الوقت من العام.",
  },
  reasons: {
    colon: " · ",
    chosen: "يناسب ما اخترته",
    hadBoth: { one: "عدد من اقتنى الاثنين: {count}", other: "عدد من اقتنى الاثنين: {count}" },
    boughtLater: { one: "عدد من طلبه لاحقًا: {count}", other: "عدد من طلبه لاحقًا: {count}" },
    boughtWithin: {
      one: "عدد من اشتراه خلال {days} يومًا: {count}",
      other: "عدد من اشتراه خلال {days} يومًا: {count}",
    },
    goesWith: "اشتراه آخرون مع {title}",
    oftenBoughtWith: "كثيرًا ما يُشترى مع {title}",
    becauseYouBought: "لأنك اشتريت {title}",
    chosenAfter: "اختاره آخرون بعد {title}",
    oftenChosenAfter: "كثيرًا ما يُختار بعد {title}",
    popular: "رائج الآن",
    popularIn: "رائج في {title}",
    newest: "جديد في المتجر",
    discovery: "لم يكتشفه كثيرون بعد",
    similar: "مشابه لـ {title}",
    becauseYouViewed: "لأنك تصفحت {title}",
    boughtBefore: "سبق أن اشتريته",
    pinned: "من اختيار المتجر",
  },
};
