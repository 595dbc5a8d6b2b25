import type { ProductType } from "./product-type";

/** Fills of an icon: the body may be a pattern; the accent and the ink are plain colors. */
interface Paint {
  readonly body: string;
  readonly accent: string;
  readonly ink: string;
}

type Icon = (paint: Paint) => string;

/** Flat drawings of 400 × 400 with the base line at y = 310. */
export const ICONS: Readonly<Record<ProductType, Icon>> = {
  Christmas: ({ body, accent, ink }) =>
    `<path d="M200 70v34" stroke="${ink}" stroke-width="4"/><rect x="182" y="100" width="36" height="26" rx="5" fill="${accent}"/><circle cx="200" cy="216" r="94" fill="${body}"/><path d="M108 200q92 34 184 0l2 26q-94 36-188 0z" fill="${accent}"/>`,
  Easter: ({ body, accent }) =>
    `<path d="M200 86c54 0 88 84 88 138s-38 86-88 86-88-32-88-86 34-138 88-138z" fill="${body}"/><path d="M114 204l29 22 28-22 29 22 29-22 28 22 29-22v34l-29 22-28-22-29 22-29-22-28 22-29-22z" fill="${accent}"/>`,
  "Candles & scents": ({ body, accent, ink }) =>
    `<path d="M200 74c20 26 24 36 24 48a24 24 0 0 1-48 0c0-12 4-22 24-48z" fill="#f6b73c"/><path d="M200 104c9 12 11 17 11 23a11 11 0 0 1-22 0c0-6 2-11 11-23z" fill="#fff3c4"/><path d="M200 140v26" stroke="${ink}" stroke-width="5"/><rect x="158" y="162" width="84" height="124" rx="8" fill="${body}"/><path d="M112 280h176l-16 30H128z" fill="${accent}"/>`,
  Lighting: ({ body, accent, ink }) =>
    `<path d="M152 88h96l46 104H106z" fill="${body}"/><rect x="193" y="192" width="14" height="92" fill="${ink}"/><path d="M126 192h148l26 70H100z" fill="#fff2b8" opacity=".55"/><rect x="140" y="284" width="120" height="26" rx="13" fill="${accent}"/>`,
  "Hot water bottles & warmers": ({ body, accent, ink }) =>
    `<rect x="172" y="84" width="56" height="26" rx="8" fill="${ink}"/><path d="M178 108h44v28c44 6 66 30 66 70v64c0 26-16 40-40 40h-96c-24 0-40-14-40-40v-64c0-40 22-64 66-70z" fill="${body}"/><path d="M200 268c-52-34-50-72-24-74 14 0 22 10 24 18 2-8 10-18 24-18 26 2 28 40-24 74z" fill="${accent}"/>`,
  Jewellery: ({ body, accent, ink }) =>
    `<path d="M108 96c0 120 46 148 92 148s92-28 92-148" fill="none" stroke="${ink}" stroke-width="5"/><g fill="${accent}"><circle cx="120" cy="168" r="13"/><circle cx="142" cy="210" r="15"/><circle cx="280" cy="168" r="13"/><circle cx="258" cy="210" r="15"/></g><path d="M200 230l40 36-40 54-40-54z" fill="${body}"/><path d="M160 266h80l-40 54z" fill="#000" opacity=".12"/>`,
  "Bags & accessories": ({ body, accent, ink }) =>
    `<path d="M152 160c0-84 96-84 96 0" fill="none" stroke="${ink}" stroke-width="12"/><path d="M104 150h192l18 160H86z" fill="${body}"/><path d="M102 168l2-18h192l2 18z" fill="${accent}"/><circle cx="152" cy="160" r="7" fill="${ink}"/><circle cx="248" cy="160" r="7" fill="${ink}"/>`,
  "Cards & wrap": ({ body, accent, ink }) =>
    `<rect x="96" y="128" width="208" height="150" rx="8" fill="${body}"/><path d="M96 136l104 84 104-84" fill="none" stroke="${ink}" stroke-width="5" opacity=".55"/><path d="M200 250c-40-26-38-54-19-56 11 0 17 8 19 14 2-6 8-14 19-14 19 2 21 30-19 56z" fill="${accent}"/>`,
  Stationery: ({ body, accent, ink }) =>
    `<rect x="116" y="88" width="152" height="222" rx="10" fill="${body}"/><rect x="116" y="88" width="30" height="222" rx="10" fill="${accent}"/><rect x="170" y="124" width="74" height="48" rx="5" fill="#fff" opacity=".9"/><path d="M300 112l14 8-62 148-18 26 2-34z" fill="${ink}"/><path d="M234 294l2-34 16 8z" fill="#f2e3c0"/>`,
  "Toys & crafts": ({ body, accent, ink }) =>
    `<circle cx="148" cy="118" r="34" fill="${body}"/><circle cx="252" cy="118" r="34" fill="${body}"/><circle cx="148" cy="118" r="17" fill="${accent}"/><circle cx="252" cy="118" r="17" fill="${accent}"/><ellipse cx="200" cy="264" rx="82" ry="58" fill="${body}"/><circle cx="200" cy="164" r="74" fill="${body}"/><ellipse cx="200" cy="190" rx="34" ry="27" fill="${accent}"/><g fill="${ink}"><circle cx="172" cy="150" r="8"/><circle cx="228" cy="150" r="8"/><ellipse cx="200" cy="180" rx="11" ry="8"/></g>`,
  "Party & picnic": ({ body, accent, ink }) =>
    `<path d="M44 112q156 96 312 0" fill="none" stroke="${ink}" stroke-width="5"/><path d="M70 127l62 25-42 72z" fill="${body}"/><path d="M138 154l60 7-34 84z" fill="${accent}"/><path d="M204 161l60-7-28 84z" fill="${body}"/><path d="M270 151l60-25-20 96z" fill="${accent}"/><g fill="${ink}" opacity=".35"><circle cx="120" cy="280" r="7"/><circle cx="200" cy="296" r="9"/><circle cx="276" cy="276" r="7"/></g>`,
  "Mugs & tea": ({ body, accent, ink }) =>
    `<path d="M168 84q-14 18 0 34t0 34M214 84q-14 18 0 34t0 34" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".8"/><path d="M268 196h22a38 38 0 0 1 0 76h-26" fill="none" stroke="${accent}" stroke-width="18"/><path d="M104 168h168v98c0 28-16 44-44 44h-80c-28 0-44-16-44-44z" fill="${body}"/><rect x="104" y="168" width="168" height="16" fill="${ink}" opacity=".15"/>`,
  "Baking & cakes": ({ body, accent, ink }) =>
    `<circle cx="200" cy="98" r="16" fill="#d64545"/><path d="M112 206c-14-42 26-56 38-56 4-34 92-40 100 0 22-4 54 16 38 56z" fill="${body}"/><path d="M118 206h164l-24 104H142z" fill="${accent}"/><path d="M158 206l8 104M200 206v104M242 206l-8 104" stroke="${ink}" stroke-width="4" opacity=".25"/>`,
  "Tins & storage": ({ body, accent, ink }) =>
    `<rect x="112" y="150" width="176" height="160" rx="12" fill="${body}"/><rect x="102" y="118" width="196" height="44" rx="12" fill="${accent}"/><circle cx="200" cy="106" r="14" fill="${accent}"/><rect x="156" y="204" width="88" height="52" rx="6" fill="#fff" opacity=".92"/><path d="M172 222h56M172 238h36" stroke="${ink}" stroke-width="5" opacity=".45"/>`,
  "Kitchen & dining": ({ body, accent, ink }) =>
    `<circle cx="200" cy="204" r="100" fill="${body}"/><circle cx="200" cy="204" r="62" fill="#fff" opacity=".75"/><circle cx="200" cy="204" r="46" fill="${accent}" opacity=".55"/><g fill="${ink}"><path d="M66 112h7v52h6v-52h7v52h6v-52h7v64q0 14-10 18v98a6 6 0 0 1-13 0v-98q-10-4-10-18z"/><path d="M314 292v-176q26 18 26 96h-14v80a6 6 0 0 1-12 0z"/></g>`,
  "Bath & beauty": ({ body, accent, ink }) =>
    `<rect x="176" y="86" width="48" height="18" rx="6" fill="${ink}"/><path d="M224 90h44v14h-44z" fill="${ink}"/><rect x="190" y="104" width="20" height="30" fill="${ink}"/><path d="M150 134h100a22 22 0 0 1 22 22v132a22 22 0 0 1-22 22H150a22 22 0 0 1-22-22V156a22 22 0 0 1 22-22z" fill="${body}"/><circle cx="200" cy="222" r="36" fill="${accent}"/><g fill="#fff" opacity=".85"><circle cx="304" cy="164" r="18"/><circle cx="326" cy="206" r="11"/><circle cx="88" cy="196" r="15"/></g>`,
  Garden: ({ body, accent, ink }) =>
    `<path d="M200 212V128" stroke="#5f9e6e" stroke-width="10"/><path d="M200 168c-62 6-84-26-84-66 52-4 82 22 84 66z" fill="#7fb98a"/><path d="M200 148c54 4 76-24 76-60-46-2-74 20-76 60z" fill="#5f9e6e"/><path d="M124 208h152l-20 102H144z" fill="${body}"/><rect x="112" y="200" width="176" height="32" rx="8" fill="${accent}"/><path d="M132 240h136" stroke="${ink}" stroke-width="3" opacity=".2"/>`,
  "Soft furnishings": ({ body, accent, ink }) =>
    `<path d="M100 112q100 22 200 0 20 0 16 20-22 76 0 152 4 22-16 22-100-22-200 0-20 0-16-22 22-76 0-152-4-20 16-20z" fill="${body}"/><circle cx="200" cy="208" r="16" fill="${accent}"/><path d="M200 192q-10-40-52-56M200 192q10-40 52-56M200 224q-10 40-52 56M200 224q10 40 52 56" fill="none" stroke="${ink}" stroke-width="3" opacity=".25"/>`,
  "Clocks & mirrors": ({ body, accent, ink }) =>
    `<circle cx="200" cy="202" r="108" fill="${body}"/><circle cx="200" cy="202" r="80" fill="#fff" opacity=".93"/><g fill="${ink}"><circle cx="200" cy="136" r="5"/><circle cx="266" cy="202" r="5"/><circle cx="200" cy="268" r="5"/><circle cx="134" cy="202" r="5"/></g><path d="M200 202v-50M200 202l34 24" stroke="${ink}" stroke-width="8" stroke-linecap="round"/><circle cx="200" cy="202" r="9" fill="${accent}"/>`,
  "Frames & wall art": ({ body, accent, ink }) =>
    `<path d="M164 104l36-34 36 34" fill="none" stroke="${ink}" stroke-width="4"/><rect x="96" y="102" width="208" height="208" rx="8" fill="${body}"/><rect x="126" y="132" width="148" height="148" fill="#fff"/><circle cx="234" cy="172" r="18" fill="#f6c453"/><path d="M126 280l52-74 36 46 22-26 38 54z" fill="${accent}"/>`,
  "Signs & hardware": ({ body, accent, ink }) =>
    `<path d="M140 150l60-70 60 70" fill="none" stroke="${ink}" stroke-width="5"/><circle cx="200" cy="80" r="8" fill="${ink}"/><rect x="78" y="146" width="244" height="124" rx="14" fill="${body}"/><rect x="94" y="162" width="212" height="92" rx="8" fill="none" stroke="${accent}" stroke-width="6"/><path d="M200 244c-38-24-36-50-18-52 10 0 16 7 18 13 2-6 8-13 18-13 18 2 20 28-18 52z" fill="${accent}"/>`,
  Furniture: ({ body, accent, ink }) =>
    `<rect x="124" y="84" width="152" height="104" rx="16" fill="${body}"/><rect x="112" y="200" width="176" height="34" rx="14" fill="${accent}"/><path d="M134 234l-10 76M266 234l10 76M164 234v56M236 234v56" stroke="${ink}" stroke-width="12" stroke-linecap="round"/>`,
  "Flowers & vases": ({ body, accent, ink }) =>
    `<path d="M200 220V136M200 220q-34-20-48-66M200 220q34-20 48-66" fill="none" stroke="#5f9e6e" stroke-width="7"/><g fill="${accent}"><circle cx="200" cy="112" r="32"/><circle cx="146" cy="140" r="26"/><circle cx="254" cy="140" r="26"/></g><g fill="#f6c453"><circle cx="200" cy="112" r="11"/><circle cx="146" cy="140" r="9"/><circle cx="254" cy="140" r="9"/></g><path d="M164 206h72c-6 30 30 40 30 70 0 24-20 34-66 34s-66-10-66-34c0-30 36-40 30-70z" fill="${body}"/><path d="M160 204h80" stroke="${ink}" stroke-width="6" opacity=".3"/>`,
  "Decorations & ornaments": ({ body, accent, ink }) =>
    `<path d="M200 150V66" stroke="${ink}" stroke-width="4"/><circle cx="200" cy="72" r="8" fill="${accent}"/><path d="M200 310c-124-82-118-176-58-180 34 0 52 24 58 44 6-20 24-44 58-44 60 4 66 98-58 180z" fill="${body}"/><path d="M176 128q24-34 48 0-24 22-48 0z" fill="${accent}"/>`,
  Gifts: ({ body, accent, ink }) =>
    `<rect x="112" y="180" width="176" height="130" rx="8" fill="${body}"/><rect x="98" y="144" width="204" height="46" rx="8" fill="${body}"/><rect x="98" y="180" width="204" height="10" fill="${ink}" opacity=".12"/><rect x="182" y="144" width="36" height="166" fill="${accent}"/><path d="M200 144c-20-56-82-62-82-28 0 24 40 28 82 28zM200 144c20-56 82-62 82-28 0 24-40 28-82 28z" fill="${accent}"/>`,
};
