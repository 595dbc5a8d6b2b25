import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type DefaultTheme } from "vitepress";
import { COPIED, pageOf, REPOSITORY_URL, resolveLinks, ROOT } from "./links";

const titleOf = (file: string) => /^# (.+)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? file;

const pagesIn = (folder: string): DefaultTheme.SidebarItem[] =>
  readdirSync(join(ROOT, "docs", folder))
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .toSorted()
    .map((file) => ({
      text: titleOf(join(ROOT, "docs", folder, file)),
      link: `/${folder}/${file.replace(/\.md$/, "")}`,
    }));

export default defineConfig({
  title: "Kindred",
  description: "Personalized email marketing for any Shopify store, on your own server",
  lang: "en-US",
  base: process.env.DOCS_BASE ?? "/",
  // The README, SECURITY.md and others are pages too.
  srcDir: ROOT,
  srcExclude: [
    "{.*,app,build,extensions,prisma,deploy,scripts}/**",
    "test/*/**",
    "**/node_modules/**",
  ],
  outDir: join(ROOT, ".cache/docs"),
  cacheDir: join(ROOT, ".cache/vitepress"),
  rewrites: pageOf,
  cleanUrls: true,
  lastUpdated: false,
  vite: {
    // The root's configuration builds Kindred.
    configFile: false,
    // The search index and the library that draws diagrams are loaded when they are needed.
    build: { chunkSizeWarningLimit: 2000 },
    plugins: [
      {
        // The root's packages, where Vite looks for what the README imports, have no Vue.
        name: "vue-of-the-site",
        enforce: "pre",
        resolveId: (source, _importer, { ssr }) =>
          ssr === true && /^vue(?:\/server-renderer)?$/.test(source)
            ? { id: source, external: true }
            : null,
      },
    ],
  },
  markdown: {
    config: (md) => {
      md.core.ruler.push("links", resolveLinks);
      // The pages are Vue templates: `{{ … }}` in their text is not an expression.
      for (const rule of ["text", "code_inline"] as const) {
        const render = md.renderer.rules[rule];
        md.renderer.rules[rule] = (...rest) =>
          (render?.(...rest) ?? "").replaceAll("{{", "&#123;&#123;");
      }
      const { fence } = md.renderer.rules;
      md.renderer.rules.fence = (tokens, at, ...rest) => {
        const { info, content } = tokens[at]!;
        if (info !== "mermaid") return fence?.(tokens, at, ...rest) ?? "";
        return `<MermaidDiagram source="${encodeURIComponent(content)}" />`;
      };
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    ...(REPOSITORY_URL !== null && { socialLinks: [{ icon: "github", link: REPOSITORY_URL }] }),
    nav: [
      { text: "Guide", link: "/guide/" },
      { text: "Hosting", link: "/deploy" },
      { text: "API", link: "/api-reference" },
      { text: "Emails", link: "/emails/" },
      { text: "Comparison", link: "/comparison" },
    ],
    sidebar: [
      {
        text: "Overview",
        items: [
          { text: "What Kindred does", link: "/" },
          { text: "Comparison", link: "/comparison" },
        ],
      },
      { text: "Guide for merchants", link: "/guide/", items: pagesIn("guide") },
      {
        text: "Hosting",
        items: [
          { text: "Deployment", link: "/deploy" },
          { text: "Scale", link: "/scale" },
          { text: "Security", link: "/SECURITY" },
          { text: "Privacy", link: "/PRIVACY" },
          { text: "Changes", link: "/CHANGELOG" },
        ],
      },
      {
        text: "Integration",
        items: [
          { text: "Events API", link: "/events-api" },
          { text: "API reference", link: "/api-reference" },
          { text: "Sign-up form", link: "/sign-up-form" },
        ],
      },
      {
        text: "Methods",
        items: [
          { text: "Measurement", link: "/measurement" },
          { text: "Click classification", link: "/engagement" },
          { text: "Orders", link: "/orders" },
          { text: "Email design", link: "/emails/" },
        ],
      },
      { text: "Benchmarks", collapsed: true, items: pagesIn("benchmarks") },
      {
        text: "Development",
        collapsed: true,
        items: [
          { text: "Contributing", link: "/CONTRIBUTING" },
          { text: "Architecture", link: "/architecture" },
          { text: "Tests", link: "/tests" },
          { text: "Decisions", link: "/decisions/" },
          { text: "Built for Shopify", link: "/built-for-shopify" },
          { text: "Checks on a development store", link: "/dev-store-checklist" },
        ],
      },
    ],
  },
  buildEnd: ({ outDir }) => {
    for (const copied of COPIED)
      cpSync(join(ROOT, "docs", copied), join(outDir, copied), {
        recursive: true,
        filter: (file) => !file.endsWith(".md"),
      });
  },
});
