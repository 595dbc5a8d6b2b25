import { defineConfig } from "oxlint";

/** What a file may not import, and why. The directions between folders are in test/architecture.test.ts. */
const VENDORS = [
  {
    name: "@shopify/polaris",
    importNames: ["Modal"],
    message: "Use Dialog of components/forms/dialog.tsx, which gives the focus back.",
  },
  {
    name: "resend",
    message:
      "The provider's SDK stops in delivery/mailers/mailer.resend.server.ts and its providers.",
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

const forbid = (except: readonly string[] = []) => ({
  "no-restricted-imports": [
    "error",
    { paths: VENDORS.filter(({ name }) => !except.includes(name)) },
  ] satisfies ["error", object],
});

/**
 * typescript-eslint's preset "strict-type-checked", and the rules of ESLint that it contains. Oxlint has all of them but
 * no-unsafe-class-instance-assignment: test/architecture.test.ts asks for a private member of each class instead.
 */
const STRICT = [
  "no-array-constructor",
  "no-unused-expressions",
  "no-useless-constructor",
  "no-var",
  "prefer-const",
  "prefer-rest-params",
  "prefer-spread",
  "typescript/await-thenable",
  "typescript/no-array-delete",
  "typescript/no-base-to-string",
  "typescript/no-deprecated",
  "typescript/no-duplicate-enum-values",
  "typescript/no-duplicate-type-constituents",
  "typescript/no-dynamic-delete",
  "typescript/no-empty-object-type",
  "typescript/no-explicit-any",
  "typescript/no-extra-non-null-assertion",
  "typescript/no-extraneous-class",
  "typescript/no-floating-promises",
  "typescript/no-for-in-array",
  "typescript/no-generated-empty-object-type",
  "typescript/no-implied-eval",
  "typescript/no-invalid-void-type",
  "typescript/no-meaningless-void-operator",
  "typescript/no-misused-new",
  "typescript/no-misused-spread",
  "typescript/no-mixed-enums",
  "typescript/no-namespace",
  "typescript/no-non-null-asserted-nullish-coalescing",
  "typescript/no-non-null-asserted-optional-chain",
  "typescript/no-non-null-assertion",
  "typescript/no-redundant-type-constituents",
  "typescript/no-require-imports",
  "typescript/no-this-alias",
  "typescript/no-unnecessary-boolean-literal-compare",
  "typescript/no-unnecessary-condition",
  "typescript/no-unnecessary-template-expression",
  "typescript/no-unnecessary-type-arguments",
  "typescript/no-unnecessary-type-assertion",
  "typescript/no-unnecessary-type-constraint",
  "typescript/no-unnecessary-type-conversion",
  "typescript/no-unnecessary-type-parameters",
  "typescript/no-unsafe-argument",
  "typescript/no-unsafe-assignment",
  "typescript/no-unsafe-call",
  "typescript/no-unsafe-declaration-merging",
  "typescript/no-unsafe-enum-assignment",
  "typescript/no-unsafe-enum-comparison",
  "typescript/no-unsafe-function-type",
  "typescript/no-unsafe-member-access",
  "typescript/no-unsafe-return",
  "typescript/no-unsafe-unary-minus",
  "typescript/no-useless-default-assignment",
  "typescript/no-wrapper-object-types",
  "typescript/prefer-as-const",
  "typescript/prefer-literal-enum-member",
  "typescript/prefer-namespace-keyword",
  "typescript/prefer-promise-reject-errors",
  "typescript/prefer-reduce-type-parameter",
  "typescript/prefer-return-this-type",
  "typescript/related-getter-setter-pairs",
  "typescript/require-await",
  "typescript/triple-slash-reference",
  "typescript/unified-signatures",
  "typescript/use-unknown-in-catch-callback-variable",
] as const;

export default defineConfig({
  plugins: ["typescript"],
  categories: { correctness: "off" },
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: [
    // The site of the documentation has packages of its own.
    "docs",
    "build",
    "app/generated",
    ".cache",
    ".kindred",
    ".mutation",
    "**/*.mjs",
    // Plain scripts of the storefront, without types; Shopify's theme check reads them.
    "extensions/theme/assets",
  ],
  rules: {
    ...Object.fromEntries(STRICT.map((rule) => [rule, "error" as const])),
    "typescript/ban-ts-comment": ["error", { minimumDescriptionLength: 10 }],
    "typescript/restrict-plus-operands": [
      "error",
      {
        allowAny: false,
        allowBoolean: false,
        allowNullish: false,
        allowNumberAndString: false,
        allowRegExp: false,
      },
    ],
    "typescript/return-await": ["error", "error-handling-correctness-only"],
    "typescript/consistent-type-imports": "error",
    "typescript/switch-exhaustiveness-check": "error",
    // An id or a count in a text is what a template is for.
    "typescript/restrict-template-expressions": ["error", { allowNumber: true }],
    // `() => setOpen(true)` is how a component is written.
    "typescript/no-confusing-void-expression": [
      "error",
      { ignoreArrowShorthand: true, ignoreVoidOperator: true },
    ],
    "no-unused-vars": [
      "error",
      { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
    ],
    "typescript/no-misused-promises": ["error", { checksVoidReturn: false }],
    // Responses are thrown: that is how Remix and Shopify's library leave a loader.
    "typescript/only-throw-error": "off",
    // Our objects are closures: their functions may be taken out of them.
    "typescript/unbound-method": "off",
    "max-lines": ["error", { max: 300, skipBlankLines: true }],
    eqeqeq: "error",
  },
  overrides: [
    { files: ["app/**/*.{ts,tsx}"], rules: { ...forbid(), "no-console": "error" } },
    {
      files: ["app/db.server.ts", "app/db-*.server.ts"],
      rules: forbid(["pg", "@electric-sql/pglite"]),
    },
    { files: ["app/components/forms/dialog.tsx"], rules: forbid(["@shopify/polaris"]) },
    { files: ["app/jobs/queue.pg-boss.server.ts"], rules: forbid(["pg-boss"]) },
    {
      files: [
        "app/delivery/mailers/mailer.resend.server.ts",
        "app/delivery/sender/domain-provider.resend.server.ts",
        "app/delivery/sent-emails/sent-email-provider.resend.server.ts",
      ],
      rules: forbid(["resend"]),
    },
    {
      files: ["app/delivery/mime.server.ts", "app/delivery/smtp/smtp-session.server.ts"],
      rules: forbid(["nodemailer"]),
    },
    { files: ["app/routes/**/route.tsx"], rules: { "max-lines": ["error", { max: 60 }] } },
    {
      // The index is bounded by construction there; a check in the inner loop would cost and say nothing.
      files: ["app/ml/**", "test/**", "scripts/**"],
      rules: { "typescript/no-non-null-assertion": "off" },
    },
  ],
});
