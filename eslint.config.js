import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** What a file may not import, and why. The directions between folders are in test/architecture.test.ts. */
const VENDORS = [
  {
    name: "resend",
    message: "The provider's SDK stops in delivery/mailer.resend.server.ts and its providers.",
  },
  { name: "pg-boss", message: "The queue's library stops in jobs/queue.pg-boss.server.ts." },
  {
    name: "pg",
    message: "The database's driver stops in the db files of app/: use Db.",
  },
  {
    name: "@electric-sql/pglite",
    message: "The database's driver stops in the db files of app/: use Db.",
  },
  {
    name: "nodemailer",
    message: "The wire form of an email is made in delivery/mime.server.ts.",
  },
];

const forbid = (except = []) => [
  "error",
  { paths: VENDORS.filter(({ name }) => !except.includes(name)) },
];

export default tseslint.config(
  {
    ignores: [
      "build",
      "app/generated",
      ".cache",
      ".kindred",
      "**/*.mjs",
      // Plain scripts of the storefront, without types; Shopify's theme check reads them.
      "extensions/theme/assets",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  prettier,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // An id or a count in a text is what a template is for.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => setOpen(true)` is how a component is written.
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      // Responses are thrown: that is how Remix and Shopify's library leave a loader.
      "@typescript-eslint/only-throw-error": "off",
      // Our objects are closures: their functions may be taken out of them.
      "@typescript-eslint/unbound-method": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true }],
      eqeqeq: "error",
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    rules: { "no-restricted-imports": forbid(), "no-console": "error" },
  },
  {
    files: ["app/db.server.ts", "app/db-*.server.ts"],
    rules: { "no-restricted-imports": forbid(["pg", "@electric-sql/pglite"]) },
  },
  {
    files: ["app/jobs/queue.pg-boss.server.ts"],
    rules: { "no-restricted-imports": forbid(["pg-boss"]) },
  },
  {
    files: [
      "app/delivery/mailer.resend.server.ts",
      "app/delivery/sender/domain-provider.resend.server.ts",
      "app/delivery/sent-emails/sent-email-provider.resend.server.ts",
    ],
    rules: { "no-restricted-imports": forbid(["resend"]) },
  },
  {
    files: ["app/delivery/mime.server.ts", "app/delivery/smtp/smtp-session.server.ts"],
    rules: { "no-restricted-imports": forbid(["nodemailer"]) },
  },
  { files: ["app/routes/**/route.tsx"], rules: { "max-lines": ["error", { max: 60 }] } },
  {
    // The index is bounded by construction there; a check in the inner loop would cost and say nothing.
    files: ["app/ml/**", "test/**", "scripts/**"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  { files: ["eslint.config.js"], extends: [tseslint.configs.disableTypeChecked] },
);
