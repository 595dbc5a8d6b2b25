import { Link, Text } from "@shopify/polaris";
import { ColorField } from "~/components/forms/color-field";
import { useFormat, useText } from "~/i18n/text-provider";
import {
  measureContrast,
  type Contrast,
  type ShopTheme,
  type ThemeColor,
} from "~/messages/theme/measure-contrast";
import { createPalette } from "~/messages/theme/palette";
import { THEME_DESIGNS } from "~/messages/theme/designs/themes";
import type { ThemeOverrides } from "~/messages/theme/theme-overrides";
import { ChoiceField } from "../fields/choice-field";
import { useField } from "../fields/use-field";
import type { Editor } from "../use-editor";

const COLORS = ["accent", "page", "card"] as const satisfies readonly ThemeColor[];

interface ThemeFieldsProps {
  editor: Editor;
  shopTheme: ShopTheme;
}

/** What the email changes of the shop's theme. */
export function ThemeFields({ editor: { document, edit }, shopTheme }: ThemeFieldsProps) {
  const text = useText("email-editor");
  const { theme } = document;
  const { accent } = shopTheme;
  const { page, card } = createPalette(THEME_DESIGNS[shopTheme.theme], accent, "light");
  // What the color picker shows while the email has no color of its own.
  const usual = { accent, page: page.ground, card: card.ground };
  const setTheme = (change: Partial<ThemeOverrides>) =>
    edit({ kind: "set_theme", theme: change }, `theme ${Object.keys(change).join()}`);
  return (
    <>
      <Text as="h2" variant="headingMd">
        {text("style")}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {text.rich("theme.about", {
          themes: (words) => <Link url="/app/emails/themes">{words}</Link>,
          link: (words) => <Link url="/app/settings">{words}</Link>,
        })}
      </Text>
      {COLORS.map((field) => (
        <ThemeColorField
          key={field}
          label={text(`theme.${field}`)}
          value={theme[field] ?? ""}
          usual={usual[field]}
          contrast={measureContrast(field, theme, shopTheme)}
          onCommit={(color) => setTheme({ [field]: color.trim() === "" ? null : color.trim() })}
        />
      ))}
      <ChoiceField
        label={text("theme.font")}
        values={["sans", "serif", "humanist"]}
        nameOf={(it) => text(`theme.${it}`)}
        value={theme.font}
        onChange={(font) => setTheme({ font })}
      />
      <ChoiceField
        label={text("theme.corners")}
        values={["round", "square"]}
        nameOf={(it) => text(`theme.${it}`)}
        value={theme.corners}
        onChange={(corners) => setTheme({ corners })}
      />
    </>
  );
}

interface ThemeColorFieldProps {
  label: string;
  value: string;
  usual: string;
  contrast: Contrast;
  /** @returns why it is invalid, or null */
  onCommit: (text: string) => string | null;
}

function ThemeColorField({ label, value, usual, contrast, onCommit }: ThemeColorFieldProps) {
  const words = useText("email-editor");
  const format = useFormat();
  const ratio = "ratio" in contrast ? format.number(contrast.ratio, 1) : "";
  const { text, problem, onChange } = useField(value, onCommit);
  return (
    <ColorField
      label={label}
      value={text}
      usual={usual}
      placeholder={words("theme.default")}
      error={problem ?? false}
      helpText={words(`contrast.${contrast.is}`, { ratio })}
      onChange={onChange}
    />
  );
}
