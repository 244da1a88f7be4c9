// Review: codings are checked and changed, every change is one line of a log, and the page shows what the log makes of it. The log is kept by the browser and
// downloaded for `verbatims run --edits`.

const STORE = `verbatims:${data.key}`;
const first = new Map(items.map((item) => [item, { codings: item.codings, speaker: item.speaker, judged: item.judged }]));
let log = [];
let here = null;

const restore = () => {
  try {
    log = JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    log = [];
  }
};

const keep = () => {
  try {
    if (log.length) localStorage.setItem(STORE, JSON.stringify(log));
    else localStorage.removeItem(STORE);
    review.stored.hidden = true;
  } catch {
    review.stored.hidden = false;
  }
};

// A theme by the label that it has now, by which the log names it.
const classOf = (name) => {
  for (const [key, theme] of themes) if (theme.label === name) return key;
  return null;
};

const addTheme = (label) => {
  const number = Math.max(0, ...[...themes.keys()].map((key) => Number(key.slice(1)))) + 1;
  const theme = { label, class: `t${number}`, colour: ((number - 1) % 8) + 1 };
  themes.set(theme.class, theme);
  return theme.class;
};

// What one line of the log makes of themes and quotations.
const applyEdit = (edit) => {
  const item = byId.get(edit.quote);
  if (item) item.touched = true;
  switch (edit.edit) {
    case "code":
      if (!item) break;
      item.codings = edit.themes.map((name) => ({ theme: classOf(name) ?? addTheme(name), weak: false }));
      item.judged = true;
      break;
    case "rename":
      if (classOf(edit.theme)) themes.get(classOf(edit.theme)).label = edit.to;
      break;
    case "merge": {
      const [kept, ...gone] = edit.themes.map(classOf);
      if (!kept || gone.includes(null)) break;
      for (const other of items) {
        if (!other.codings.some((coding) => gone.includes(coding.theme))) continue;
        const renamed = other.codings.map((coding) => (gone.includes(coding.theme) ? { ...coding, theme: kept } : coding));
        other.codings = renamed.filter((coding, at) => renamed.findIndex((same) => same.theme === coding.theme) === at);
      }
      for (const key of gone) themes.delete(key);
      for (const theme of themes.values()) {
        if (gone.includes(theme.parent)) theme.parent = theme.class === kept ? null : kept;
      }
      if (edit.to) themes.get(kept).label = edit.to;
      break;
    }
    case "speaker":
      if (item) item.speaker = edit.to;
      break;
    case "drop":
      if (item) item.removed = true;
      break;
    case "note":
      if (item) item.note = edit.note;
      break;
  }
};

const replay = () => {
  themes.clear();
  for (const theme of data.themes) themes.set(theme.class, { ...theme });
  for (const item of items) {
    Object.assign(item, first.get(item), { removed: false, note: "", touched: false, words: null, values: null });
  }
  log.forEach(applyEdit);
};

const record = (...edits) => {
  log.push(...edits);
  update();
};

const update = () => {
  keep();
  replay();
  recount();
  review.show();
  // The buttons of a card are made anew; whoever works by keys stays where they are.
  const act = list.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  showAll();
  if (act && here) one(`[data-act=${act}]`, here.node)?.focus({ preventScroll: true });
};

// The numbers of the page that a change of codings moves. Quotations that are not listed count as they did.
const withParents = (key, above = new Set()) => {
  if (!key || above.has(key)) return above;
  return withParents(themes.get(key)?.parent, above.add(key));
};

const tally = () => {
  const counts = new Map([["t0", { quotes: 0, own: 0, people: new Set() }]]);
  let all = 0;
  for (const item of items) {
    if (item.removed || !item.judged) continue;
    all += 1;
    const own = item.codings.length ? item.codings.map((coding) => coding.theme) : ["t0"];
    // A theme counts what is below it too, each quotation once.
    const keys = new Set(own.flatMap((key) => [...withParents(key)]));
    for (const key of keys) {
      if (!counts.has(key)) counts.set(key, { quotes: 0, own: 0, people: new Set() });
      counts.get(key).quotes += 1;
      if (own.includes(key)) counts.get(key).own += 1;
      if (item.speaker) counts.get(key).people.add(item.speaker);
    }
  }
  return { counts, all };
};

const number = (text) => Number((text ?? "0").replace(/,/g, ""));
const grouped = (value) => value.toLocaleString("en-GB");

// As the page writes shares: small ones of a large base have one digit more, and no line ends before the sign.
const percent = (share, of) => `${(share * 100).toFixed(of >= 500 && share > 0 && share < 0.0995 ? 1 : 0)}\u00a0%`;

const table = one("table.themes");
const scaleTop = Number(table?.dataset.top ?? 1);
const base = Number(table?.dataset.base ?? items.length);
const begin = tally();
const rowsAtFirst = new Map(every("table.themes tr[data-theme]").map((row) => [
  row.dataset.theme,
  { quotes: number(one(".of-quotes", row).textContent), own: number(one(".of-own", row)?.textContent), people: number(one(".of-speakers", row).textContent) },
]));

const drawBar = (row, share, n) => {
  const z = 1.959964;
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const [low, high] = [middle - half, middle + half].map((end) => end / (1 + (z * z) / n));
  const at = (value) => `${(100 * Math.min(1, Math.max(0, value / scaleTop))).toFixed(1)}%`;
  one("rect", row)?.setAttribute("width", at(share));
  every(".whisker", row).forEach((line, which) => {
    line.setAttribute("x1", at(which === 2 ? high : low));
    line.setAttribute("x2", at(which === 1 ? low : high));
  });
};

const newRow = (theme) => {
  const model = one("table.themes tbody tr");
  if (!model) return null;
  const row = model.cloneNode(true);
  row.dataset.theme = theme.class;
  one("rect", row)?.setAttribute("class", `c${theme.colour}`);
  one(".label", row).replaceChildren(make("a", { href: `#theme=${theme.class}` }, make("bdi", {}, theme.label)));
  table.tBodies[0].append(row);
  return row;
};

const recount = () => {
  const { counts, all } = tally();
  const content = base + all - begin.all;
  const figures = (key) => {
    const now = counts.get(key);
    const then = begin.counts.get(key);
    const told = rowsAtFirst.get(key) ?? { quotes: 0, own: 0, people: 0 };
    return {
      quotes: told.quotes + (now?.quotes ?? 0) - (then?.quotes ?? 0),
      own: told.own + (now?.own ?? 0) - (then?.own ?? 0),
      people: told.people + (now?.people.size ?? 0) - (then?.people.size ?? 0),
    };
  };
  for (const row of every("table.themes tr[data-theme]")) {
    if (themes.has(row.dataset.theme)) row.hidden = false;
    else row.hidden = true;
  }
  for (const theme of themes.values()) {
    const row = one(`table.themes tr[data-theme="${theme.class}"]`) ?? newRow(theme);
    const { quotes, own, people } = figures(theme.class);
    const share = content > 0 ? quotes / content : 0;
    if (row) {
      one(".of-quotes", row).textContent = grouped(quotes);
      one(".of-share", row).textContent = percent(share, content);
      one(".of-speakers", row).textContent = grouped(people);
      if (one(".of-own", row)) one(".of-own", row).textContent = grouped(own);
      drawBar(row, share, content);
    }
    const side = one(`nav [data-theme="${theme.class}"] .of-quotes`);
    if (side) side.textContent = grouped(quotes);
    for (const label of every(`[data-theme="${theme.class}"] bdi, article#${theme.class} > h3 bdi`)) label.textContent = theme.label;
  }
  for (const side of every("nav [data-theme]")) side.hidden = !themes.has(side.dataset.theme);
  const none = one("tr.uncoded");
  if (none) {
    const quotes = uncodedAtFirst + counts.get("t0").quotes - begin.counts.get("t0").quotes;
    one(".of-quotes", none).textContent = grouped(quotes);
    const people = uncodedPeople + counts.get("t0").people.size - begin.counts.get("t0").people.size;
    one(".of-speakers", none).textContent = grouped(people);
    one(".of-share", none).textContent = percent(content > 0 ? quotes / content : 0, content);
  }
};
const uncodedAtFirst = number(one("tr.uncoded .of-quotes")?.textContent);
const uncodedPeople = number(one("tr.uncoded .of-speakers")?.textContent);

const chip = ({ theme, weak }) => {
  const { label, colour } = themes.get(theme) ?? { label: theme, colour: 0 };
  const dot = make("span", { class: `dot c${colour}`, "aria-hidden": "true" });
  const node = make("a", { class: weak ? "chip weak" : "chip", "data-t": theme, href: `#theme=${theme}` }, dot, make("bdi", {}, label));
  if (weak) node.append(" ?");
  return node;
};

// A card as the log leaves it, with its buttons where codings are reviewed.
const decorate = (item) => {
  const { node } = item;
  const foot = one(".foot", node);
  if (item.touched || node.dataset.touched || log.length || node.dataset.log) {
    every(".suggest, [data-t]", foot).forEach((old) => old.remove());
    foot.prepend(...item.codings.flatMap((coding) => [chip(coding), " "]));
    node.dataset.log = "1";
    const name = one(".who strong", node);
    if (name && item.speaker) name.textContent = item.speaker;
    else if (item.speaker) one(".num", node).after(" ", make("strong", {}, item.speaker));
  }
  node.classList.toggle("out", item.removed);
  one(".memo", node)?.remove();
  const memo = [item.removed && say("removed"), item.note && `${say("noteLabel")} ${item.note}`].filter(Boolean).join(" · ");
  if (memo) foot.after(make("p", { class: "memo" }, memo));
  one(".acts", node)?.remove();
  if (state.review) node.append(buttons(item));
};

const ACTIONS = [
  ["accept", "a"], ["reject", "r"], ["other", "t"], ["newTheme", "n"], ["who", "s"], ["not", "x"], ["note", "c"],
];

const buttons = (item) => {
  const acts = ACTIONS.map(([name, key]) => {
    const act = () => {
      select(item);
      actions[name](item);
    };
    return make("button", { type: "button", "data-act": name, "aria-keyshortcuts": key, onclick: act }, say(name));
  });
  return make("div", { class: "acts", role: "group", "aria-label": `${say("mode")} #${item.anchor.slice(1)}` }, ...acts);
};

const labelsOf = (codings) => codings.map((coding) => themes.get(coding.theme).label);
const about = (item) => ({ quote: item.id, text: item.text });
const code = (item, names) => record({ edit: "code", ...about(item), themes: names });

const actions = {
  accept: (item) => code(item, labelsOf(item.codings)),
  // Suggestions are refused before what is sure.
  reject: (item) => {
    const weak = item.codings.some((coding) => coding.weak);
    code(item, labelsOf(item.codings.filter((coding) => weak && !coding.weak)));
  },
  other: async (item) => {
    const choices = [...themes.values()].map((theme) => ({
      value: theme.label, label: theme.label, checked: item.codings.some((coding) => coding.theme === theme.class),
    }));
    const chosen = await ask(say("other"), { choices, several: true });
    if (chosen) code(item, chosen);
  },
  newTheme: async (item) => {
    const label = await ask(say("newThemeAsk"));
    if (label) code(item, [...new Set([...labelsOf(item.codings), label])]);
  },
  who: async (item) => {
    const to = await ask(say("whoAsk"), { value: item.speaker });
    if (to) record({ edit: "speaker", ...about(item), to });
  },
  not: (item) => record({ edit: "drop", ...about(item) }),
  note: async (item) => {
    const note = await ask(say("noteAsk"), { value: item.note });
    if (note !== null) record({ edit: "note", ...about(item), note });
  },
};

const select = (item) => {
  here?.node.classList.remove("here");
  here = item;
  here?.node.classList.add("here");
};

const step = (by) => {
  const shown = found.slice(0, state.limit);
  const at = shown.indexOf(here);
  const next = shown[Math.min(shown.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (!next) return;
  select(next);
  next.node.scrollIntoView({ block: "nearest" });
  (one(".acts button", next.node) ?? one(".num", next.node)).focus({ preventScroll: true });
};

const download = () => {
  const head = { edit: "review", of: data.title, version: data.version };
  const text = [head, ...log].map((edit) => `${JSON.stringify(edit)}\n`).join("");
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/jsonl" })), download: "edits.jsonl" });
  document.body.append(link);
  link.click();
  link.remove();
};

const review = {
  toggle: make("input", { type: "checkbox" }),
  bar: make("div", { class: "review-bar" }),
  told: make("p", { role: "status" }),
  stored: make("p", { hidden: true }, say("stored")),
  theme: make("select", { "aria-label": say("themesEdit") }),
  show() {
    this.told.textContent = log.length ? say("edits", { n: log.length }) : say("noEdits");
    this.save.textContent = say("download", { n: log.length });
    for (const button of [this.save, this.undo, this.discard]) button.disabled = log.length === 0;
    const chosen = this.theme.value;
    this.theme.replaceChildren(...[...themes.values()].map((theme) => make("option", { value: theme.label }, theme.label)));
    if (classOf(chosen)) this.theme.value = chosen;
  },
};

const ofThemes = {
  rename: async () => {
    const theme = review.theme.value;
    const to = await ask(say("renameAsk"), { value: theme });
    if (to && classOf(to)) review.told.textContent = say("taken");
    else if (to) record({ edit: "rename", theme, to });
  },
  merge: async () => {
    const theme = review.theme.value;
    const choices = [...themes.values()].filter(({ label }) => label !== theme).map(({ label }) => ({ value: label, label }));
    const into = await ask(say("merge"), { choices });
    if (into) record({ edit: "merge", themes: [into, theme] });
  },
  // What is shown of the theme, by search and filters, goes under a theme of its own.
  split: async () => {
    const theme = review.theme.value;
    const key = classOf(theme);
    const moved = found.filter((item) => item.codings.some((coding) => coding.theme === key));
    const to = await ask(say("splitAsk", { n: moved.length }));
    if (!to || !moved.length) return;
    if (classOf(to)) review.told.textContent = say("taken");
    else record(...moved.map((item) => ({ edit: "code", ...about(item), themes: labelsOf(item.codings).map((label) => (label === theme ? to : label)) })));
  },
};

const setReview = (on) => {
  state.review = review.toggle.checked = on;
  review.bar.hidden = !on;
};

const buildReview = () => {
  const button = (name, onclick) => make("button", { type: "button", onclick, "data-act": name }, say(name));
  review.undo = button("undo", () => { log.pop(); update(); });
  review.discard = button("discard", async () => {
    if (window.confirm(say("discardAsk", { n: log.length }))) { log = []; update(); }
  });
  review.save = make("button", { type: "button", id: "save", onclick: download });
  const ofTheme = Object.keys(ofThemes).map((name) => button(name, ofThemes[name]));
  review.bar.append(
    make("p", {}, say("modeHint")), review.told, review.stored,
    make("div", { class: "acts" }, review.save, review.undo, review.discard),
    make("div", { class: "acts" }, review.theme, ...ofTheme),
    make("p", { class: "note" }, say("keys")),
  );
  review.toggle.addEventListener("change", () => { setReview(review.toggle.checked); toAddress(); showList(); });
  one("#tools .bar-row").append(make("label", { class: "tick" }, review.toggle, say("mode")));
  one("#tools .shown").before(review.bar);
};

// Single keys work in review mode only, and never while something is typed.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (!state.review || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = ACTIONS.find(([, key]) => key === event.key);
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "u" && log.length) { log.pop(); update(); }
  else if (action && here) actions[action[0]](here);
  else return;
  event.preventDefault();
});

if (items.length) {
  buildTools();
  buildReview();
  restore();
  setReview(false);
  update();
  addEventListener("hashchange", fromAddress);
  list.addEventListener("focusin", (event) => {
    const item = byAnchor.get(event.target.closest(".q")?.id);
    if (item && item !== here) select(item);
  });
  fromAddress();
}
