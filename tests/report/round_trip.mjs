// A report as its reader works in it: search, filter, recode three quotations, rename a theme, say that something is no quotation, download; the program replays
// what was downloaded, and the counts of its tables are those that the page showed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, open } from "./browser.mjs";

const [, , program, chromium, ...input] = process.argv;
const work = mkdtempSync(join(tmpdir(), "round-"));
const verbatims = (...args) => execFileSync(program, [...args, "--quiet"], { encoding: "utf8" });
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

const until = async (what, check) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await check()) return;
    await wait(100);
  }
  assert.fail(`waited in vain for ${what}`);
};

// What the page's own table says of each theme, and of what has none: number, share, speakers.
const COUNTS = `Object.fromEntries([...document.querySelectorAll("table.themes tr[data-theme]:not([hidden]), tr.uncoded")].map((row) =>
  [(row.querySelector("bdi") ?? row.cells[0]).textContent, ["quotes", "share", "speakers"].map((of) => row.querySelector(".of-" + of).textContent)]))`;
const SHOWN = `document.querySelector(".shown").textContent`;

const browser = await launch(chromium);
try {
  verbatims("run", ...input, "--out", join(work, "first"));
  const tab = await open(browser, `file://${join(work, "first/report.html")}`, { downloads: work });
  const type = (selector, text) => tab.evaluate(`{ const field = document.querySelector(${JSON.stringify(selector)}); field.value = ${JSON.stringify(text)}; field.dispatchEvent(new Event("input")); field.dispatchEvent(new Event("change")); }`);
  const press = (selector) => tab.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const answer = async (text) => {
    await until("a window", () => tab.evaluate(`!!document.querySelector("dialog input")`));
    await tab.evaluate(`{ const input = document.querySelector("dialog input[type=text]"); input.value = ${JSON.stringify(text)}; document.querySelector("dialog .acts button").click(); }`);
    await until("the window to close", () => tab.evaluate(`!document.querySelector("dialog")`));
  };
  const before = await tab.evaluate(COUNTS);
  assert.ok(Object.keys(before).length > 1, "there are themes");

  // Search: every quotation that is shown has a marked hit.
  await type("input[type=search]", "research");
  assert.match(await tab.evaluate(SHOWN), /^\d+ of \d+$/);
  assert.ok(await tab.evaluate(`[...document.querySelectorAll("#list .q")].every((card) => card.querySelector("mark.hit"))`), "hits are marked");
  assert.match(await tab.evaluate("location.hash"), /q=research/, "the state is in the address");
  await type("input[type=search]", "nothing is like this");
  assert.equal(await tab.evaluate(`document.querySelectorAll("#list .q").length`), 0);
  await type("input[type=search]", "");

  // A filter shows as many as it said.
  const [value, label] = await tab.evaluate(`(() => { const option = document.querySelector("[data-facet=theme]").options[1]; return [option.value, option.textContent]; })()`);
  await type("[data-facet=theme]", value);
  assert.equal((await tab.evaluate(SHOWN)).split(" ")[0], label.match(/\((\d+)\)$/)[1]);
  await type("[data-facet=theme]", "");

  // Review: three quotations get a new theme, one is no quotation, one another speaker; the first theme another name.
  await press(".tick:last-child input");
  const third = await tab.evaluate(`[...document.querySelectorAll("#list .q")].slice(0, 3).map((card) => card.id)`);
  for (const id of third) {
    await press(`#${id} [data-act=newTheme]`);
    await answer("Made in review");
  }
  const fourth = await tab.evaluate(`document.querySelectorAll("#list .q")[3].id`);
  await press(`#${fourth} [data-act=not]`);
  const fifth = await tab.evaluate(`document.querySelectorAll("#list .q")[4].id`);
  await press(`#${fifth} [data-act=who]`);
  await answer("Somebody Else");
  await press(".review-bar [data-act=rename]");
  await answer("Another name");
  const after = await tab.evaluate(COUNTS);
  assert.equal(after["Made in review"][0], "3");
  assert.ok("Another name" in after);
  assert.notDeepEqual(after, before);

  // By keys alone: the next quotation but one, a note on it, and the note undone; an address that opens the review shows all.
  const key = (name) => tab.evaluate(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: ${JSON.stringify(name)}, bubbles: true, cancelable: true }))`);
  assert.match(await tab.evaluate("location.hash"), /edit=1/);
  for (const name of ["j", "j", "k", "c"]) await key(name);
  await answer("by keys");
  assert.equal(await tab.evaluate(`document.querySelector(".q.here .memo").textContent`), "Note: by keys");
  await key("u");
  assert.equal(await tab.evaluate(`document.querySelector(".q.here .memo")`), null);

  // Unsaved work is there when the page is opened again.
  await tab.send("Page.reload");
  await until("the page", () => tab.evaluate(`document.readyState === "complete" && !!document.querySelector("#save")`));
  assert.deepEqual(await tab.evaluate(COUNTS), after, "the browser keeps unsaved work");
  const file = join(work, "edits.jsonl");
  await press("#save");
  await until("the download", async () => existsSync(file));
  assert.deepEqual(tab.errors, [], "nothing goes wrong, and the policy forbids nothing that the page does");

  verbatims("run", ...input, "--edits", file, "--out", join(work, "second"));
  const second = await open(browser, `file://${join(work, "second/report.html")}`);
  const replayed = await second.evaluate(COUNTS);
  const filled = (counts) => Object.fromEntries(Object.entries(counts).filter(([, [count]]) => count !== "0"));
  assert.deepEqual(filled(replayed), filled(after), "the tables after the replay are those that the reviewer saw");
  const table = readFileSync(join(work, "second/quotes.csv"), "utf8");
  assert.equal(table.split("Made in review").length - 1 >= 3, true, "quotes.csv has the new theme");
  assert.ok(table.includes("Somebody Else"), "quotes.csv has the other speaker");
  const record = JSON.parse(readFileSync(join(work, "second/run.json"), "utf8"));
  assert.deepEqual([record.review.not_applied, record.review.set_aside.length], [[], 1]);
  console.log(`  ${input[0]}: ${Object.keys(after).length} themes, ${record.review.applied} decisions replayed`);
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
