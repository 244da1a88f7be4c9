// How long a large report takes to show, to search and to filter: each the median of five, until the browser has laid the page out again.
import { launch, open } from "./browser.mjs";

const [, , chromium, page, most] = process.argv;
const browser = await launch(chromium);
const tab = await open(browser, `file://${page}`);
const paint = await tab.evaluate(`performance.getEntriesByName("first-contentful-paint")[0]?.startTime`);
const load = await tab.evaluate(`performance.getEntriesByType("navigation")[0].loadEventEnd`);
const time = (act) => tab.evaluate(`(() => { const start = performance.now(); ${act}; document.body.getBoundingClientRect(); return performance.now() - start; })()`);
const set = (selector, value) => `{ const field = document.querySelector(${JSON.stringify(selector)}); field.value = ${value}; field.dispatchEvent(new Event("input")); field.dispatchEvent(new Event("change")); }`;
const acts = [
  ["search", set("input[type=search]", `["paper", "grant", "the", "work", "zzz"][round]`)],
  ["clear the search", set("input[type=search]", `""`)],
  ["filter by theme", set("[data-facet=theme]", `field.options[1 + (round % (field.options.length - 1))].value`)],
  ["show all", set("[data-facet=theme]", `""`)],
];
const taken = new Map(acts.map(([name]) => [name, []]));
for (let round = 0; round < 5; round += 1) for (const [name, act] of acts) taken.get(name).push(await time(act.replaceAll("round", round)));
console.log(`  first paint ${Math.round(paint)} ms, loaded after ${Math.round(load)} ms`);
let slow = 0;
for (const [name, times] of taken) {
  const sorted = [...times].sort((a, b) => a - b);
  console.log(`  ${name}: ${sorted[2].toFixed(0)} ms (${sorted[0].toFixed(0)} to ${sorted[4].toFixed(0)})`);
  slow = Math.max(slow, sorted[2]);
}
if (tab.errors.length) console.log(tab.errors);
await browser.close();
if (most && slow > Number(most)) process.exitCode = 1;
