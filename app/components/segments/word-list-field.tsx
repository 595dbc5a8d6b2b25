import { BlockStack, InlineStack, Tag, TextField } from "@shopify/polaris";
import { useState } from "react";

interface WordListFieldProps {
  label: string;
  words: readonly string[];
  placeholder: string;
  onChange: (words: string[]) => void;
}

/** A field for several words, each added by a comma, Enter or blur. */
export function WordListField({ label, words, placeholder, onChange }: WordListFieldProps) {
  const [text, setText] = useState("");
  function take(typed: string) {
    const more = typed.split(",").map((word) => word.trim());
    onChange([...new Set([...words, ...more])].filter((word) => word !== ""));
    setText("");
  }
  return (
    <BlockStack gap="200">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(text);
        }}
      >
        <TextField
          label={label}
          autoComplete="off"
          placeholder={placeholder}
          value={text}
          onChange={(typed) => (typed.includes(",") ? take(typed) : setText(typed))}
          onBlur={() => take(text)}
        />
      </form>
      <InlineStack gap="100">
        {words.map((word) => (
          <Tag key={word} onRemove={() => onChange(words.filter((it) => it !== word))}>
            {word}
          </Tag>
        ))}
      </InlineStack>
    </BlockStack>
  );
}
