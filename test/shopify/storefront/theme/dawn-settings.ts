interface Scheme {
  readonly background: string;
  readonly text: string;
  readonly button: string;
  readonly button_label: string;
}

const scheme = (colors: Scheme) => ({
  settings: {
    ...colors,
    background_gradient: "",
    secondary_button_label: colors.text,
    shadow: colors.text,
  },
});

const COMMENT = `/*
 * ------------------------------------------------------------
 * IMPORTANT: The contents of this file are auto-generated.
 *
 * This file may be updated by the Shopify admin theme editor
 * or related systems. Please exercise caution as any changes
 * made to this file may be overwritten.
 * ------------------------------------------------------------
 */
`;

/** Settings of a published Dawn, as Shopify writes them. Its logo exists once a file of this name is uploaded. */
export const DAWN_SETTINGS =
  COMMENT +
  JSON.stringify(
    {
      current: {
        logo: "shopify://shop_images/store-logo.png",
        logo_width: 120,
        social_facebook_link: "",
        social_instagram_link: "https://www.instagram.com/hangingheart.example",
        social_pinterest_link: "https://www.pinterest.com/hangingheart.example",
        type_header_font: "lora_n6",
        heading_scale: 110,
        type_body_font: "assistant_n4",
        body_scale: 100,
        page_width: 1200,
        buttons_radius: 4,
        card_style: "standard",
        cart_type: "drawer",
        color_schemes: {
          "scheme-1": scheme({
            background: "#FFFFFF",
            text: "#1C2B26",
            button: "#1F6F54",
            button_label: "#FFFFFF",
          }),
          "scheme-2": scheme({
            background: "#F3F3F3",
            text: "#121212",
            button: "#121212",
            button_label: "#F3F3F3",
          }),
          "scheme-3": scheme({
            background: "#121212",
            text: "#FFFFFF",
            button: "#FFFFFF",
            button_label: "#000000",
          }),
        },
        sections: { "main-password-header": { type: "main-password-header", settings: {} } },
      },
      presets: { Default: { logo_width: 90, type_header_font: "assistant_n4" } },
    },
    null,
    2,
  );
