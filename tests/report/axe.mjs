// axe-core on a report: WCAG 2.2 AA and best practice, at the width of a phone and of a desk, in light and dark, read and in review.
import { readFileSync } from "node:fs";
import { launch, open } from "./browser.mjs";

const [, , chromium, axe, ...pages] = process.argv;
const source = readFileSync(axe, "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const browser = await launch(chromium);
let found = 0;
for (const page of pages) {
  for (const [width, dark, hash] of [[390, false, ""], [390, true, ""], [1280, false, ""], [1280, true, ""], [390, false, "#edit=1"], [1280, true, "#edit=1"]]) {
    const tab = await open(browser, `file://${page}${hash}`, { width, dark });
    // What is folded is read too.
    await tab.evaluate(`document.querySelectorAll("details").forEach((part) => { part.open = true; })`);
    await tab.evaluate(source);
    const result = await tab.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, nodes }) => [id, nodes.length, nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? ""))]) }))`);
    found += result.violations.length;
    console.log(`  ${page.split("/").pop()} ${width} ${dark ? "dark" : "light"} ${hash}: ${result.violations.length} found, ${result.passes} rules pass`);
    for (const [id, number, nodes] of result.violations) console.log(`    ${id} (${number})\n      ${nodes.join("\n      ")}`);
    await tab.close();
  }
}
await browser.close();
process.exitCode = found ? 1 : 0;
