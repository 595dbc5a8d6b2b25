import { Link, Text } from "@shopify/polaris";
import { ColorField } from "~/components/forms/color-field";
import { describeContrast } from "~/messages/editing/describe-contrast";
import type { ThemeOverrides } from "~/messages/theme/palette";
import { ChoiceField } from "../fields/choice-field";
import { useField } from "../fields/use-field";
import type { Editor } from "../use-editor";

const COLORS = [
  { field: "accent", label: "Color of buttons and links" },
  { field: "page", label: "Ground around the email" },
  { field: "card", label: "Ground below the texts" },
] as const;

/** The color picker's initial color when the email has none. */
const USUAL = { accent: "#1f6f54", page: "#f5f4f1", card: "#ffffff" } as const;

/** The email's overrides of the shop's brand. */
export function ThemeFields({ editor: { document, edit } }: { editor: Editor }) {
  const { theme } = document;
  const setTheme = (change: Partial<ThemeOverrides>) =>
    edit({ kind: "set_theme", theme: change }, `theme ${Object.keys(change).join()}`);
  return (
    <>
      <Text as="h2" variant="headingMd">
        Looks
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        Logo, color and address come from your <Link url="/app/settings">settings</Link>. What is
        set here is of this email alone.
      </Text>
      {COLORS.map(({ field, label }) => (
        <ThemeColor
          key={field}
          label={label}
          value={theme[field] ?? ""}
          usual={USUAL[field]}
          help={describeContrast(field, theme)}
          onCommit={(text) => setTheme({ [field]: text.trim() === "" ? null : text.trim() })}
        />
      ))}
      <ChoiceField
        label="Letters"
        words={{ sans: "Plain", serif: "With serifs", humanist: "Soft" }}
        value={theme.font}
        onChange={(font) => setTheme({ font })}
      />
      <ChoiceField
        label="Corners"
        words={{ round: "Round", square: "Square" }}
        value={theme.corners}
        onChange={(corners) => setTheme({ corners })}
      />
    </>
  );
}

interface ThemeColorProps {
  label: string;
  value: string;
  usual: string;
  help: string;
  /** @returns why it is invalid, or null */
  onCommit: (text: string) => string | null;
}

function ThemeColor({ label, value, usual, help, onCommit }: ThemeColorProps) {
  const { text, problem, onChange } = useField(value, onCommit);
  return (
    <ColorField
      label={label}
      value={text}
      usual={usual}
      placeholder="As in the settings"
      error={problem ?? false}
      helpText={help}
      onChange={onChange}
    />
  );
}
