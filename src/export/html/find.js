// Search and facets over the quotations: a page of them at a time, hits marked, state in the address.

const PAGE = 50;
// A facet with more values than this is a list of names, and offers the most frequent.
const VALUES = 150;
// An attribute with more values than this is not offered: it tells answers apart, but not by groups.
const GROUPS = 40;
// How many letters stand on each side of a keyword in context.
const AROUND = 60;

const state = { q: "", lines: false, review: false, chosen: new Map(), limit: PAGE };
let found = items;

const reviewOf = (item) => {
  const signs = [];
  if (item.codings.some((coding) => coding.weak)) signs.push(say("reviewSuggested"));
  if (!item.speaker && !data.survey) signs.push(say("reviewSpeaker"));
  if (item.touched) signs.push(say("reviewDone"));
  return signs;
};

// Each facet: its name in the address, its label, and the values of an item.
const facets = (() => {
  const filled = (value) => (value ? [value] : []);
  const fixed = [
    ["theme", say("theme"), (item) => (item.codings.length ? item.codings.map((coding) => coding.theme) : ["t0"])],
    ["speaker", say("speaker"), (item) => filled(item.speaker)],
    ["question", say("question"), (item) => filled(item.question)],
    ["document", say("document"), (item) => filled(item.document)],
    ["kind", say("kind"), (item) => filled(item.kind)],
    ["review", say("review"), reviewOf],
  ];
  const names = new Set(items.flatMap((item) => item.attributes.map(([name]) => name)));
  const attributes = [...names].map((name) => [
    `by ${name}`, name, (item) => item.attributes.filter(([key]) => key === name).map(([, value]) => value),
  ]);
  return [...fixed, ...attributes]
    .map(([name, label, values]) => ({ name, label, values }))
    .filter(({ name, values }) => {
      const all = new Set(items.flatMap(values));
      if (name === "review" || name === "theme") return all.size > 0 && themes.size > 0;
      return all.size > 1 && (!name.startsWith("by ") || all.size <= GROUPS) && (name !== "speaker" || !data.survey);
    });
})();

// The words and phrases that are asked for, folded.
const wanted = (query) =>
  [...query.matchAll(/"([^"]+)"|“([^”]+)”|(\S+)/g)].map((hit) => fold(hit[1] ?? hit[2] ?? hit[3])).filter(Boolean);

// Which quotations are shown, and how many there would be with each value of each facet.
const filter = () => {
  const needles = wanted(state.q);
  const counts = facets.map(() => new Map());
  const result = [];
  const chosen = facets.map((facet) => state.chosen.get(facet.name));
  const add = (at, values) => {
    for (const value of values) counts[at].set(value, (counts[at].get(value) ?? 0) + 1);
  };
  for (const item of items) {
    if (needles.length && !needles.every((needle) => wordsOf(item).includes(needle))) continue;
    item.values ??= facets.map((facet) => facet.values(item));
    let fails = 0;
    let failed = 0;
    for (let at = 0; at < chosen.length; at += 1) {
      if (chosen[at] === undefined || item.values[at].includes(chosen[at])) continue;
      fails += 1;
      failed = at;
    }
    if (fails === 0) result.push(item);
    // A facet counts what the other facets leave.
    if (fails === 0) item.values.forEach((values, at) => add(at, values));
    else if (fails === 1) add(failed, item.values[failed]);
  }
  return { result, counts };
};

const unmark = (node) => {
  for (const mark of every("mark.hit", node)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
};

const markIn = (node, needles) => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (let text of texts) {
    for (let folded = fold(text.data); ; folded = fold(text.data)) {
      const hits = needles.map((needle) => [folded.indexOf(needle), needle.length]).filter(([at]) => at >= 0);
      if (!hits.length) break;
      const [at, length] = hits.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
      const hit = text.splitText(at);
      text = hit.splitText(length);
      const mark = make("mark", { class: "hit" });
      hit.replaceWith(mark);
      mark.append(hit);
    }
  }
};

// The first hit of each quotation with what stands around it, the keywords below each other.
const concordance = (needles) => {
  const row = (item) => {
    const text = item.text.replace(/\s/g, " ");
    const folded = fold(text);
    const hits = needles.map((needle) => [folded.indexOf(needle), needle.length]).filter(([at]) => at >= 0);
    if (!hits.length) return null;
    const [at, length] = hits.sort((a, b) => a[0] - b[0])[0];
    return make("tr", {},
      make("td", { class: "left" }, text.slice(Math.max(0, at - AROUND), at)),
      make("td", {}, make("mark", { class: "hit" }, text.slice(at, at + length))),
      make("td", {}, text.slice(at + length, at + length + AROUND)),
      make("td", {}, make("a", { href: `#${item.anchor}` }, `#${item.anchor.slice(1)}`), " ", item.speaker));
  };
  const rows = found.map(row).filter(Boolean);
  fields.status.textContent = say("shown", { n: rows.length, all: items.length });
  const table = make("table", { class: "kwic", "aria-label": say("lines") }, make("tbody", {}, ...rows.slice(0, state.limit)));
  return make("li", {}, make("div", { class: "wide", role: "region", tabindex: "0", "aria-label": say("lines") }, table));
};

const fields = {};

const labelOf = (facet, value) => {
  if (facet.name !== "theme") return value;
  return value === "t0" ? say("none") : (themes.get(value)?.label ?? value);
};

const fillFacet = (facet, counts) => {
  const field = fields[facet.name];
  const chosen = state.chosen.get(facet.name) ?? "";
  let values = [...counts].sort((a, b) => b[1] - a[1] || labelOf(facet, a[0]).localeCompare(labelOf(facet, b[0])));
  values = values.slice(0, VALUES);
  if (chosen && !values.some(([value]) => value === chosen)) values.push([chosen, 0]);
  field.replaceChildren(
    make("option", { value: "" }, say("all")),
    ...values.map(([value, count]) => make("option", { value }, `${labelOf(facet, value)} (${count})`)),
  );
  field.value = chosen;
};

const showList = () => {
  const needles = wanted(state.q);
  const lines = state.lines && needles.length > 0;
  const shown = found.slice(0, state.limit);
  for (const item of lines ? [] : shown) {
    unmark(item.node);
    if (needles.length) {
      markIn(one("blockquote", item.node), needles);
      markIn(one(".who", item.node), needles);
    }
    decorate(item);
  }
  fields.status.textContent = found.length ? say("shown", { n: found.length, all: items.length }) : say("nothing");
  list.replaceChildren(...(lines ? [concordance(needles)] : shown.map((item) => item.node)));
  const rest = found.length - shown.length;
  fields.more.hidden = rest <= 0;
  fields.more.textContent = say("more", { n: Math.min(rest, PAGE) });
  fields.clear.disabled = !state.q && state.chosen.size === 0;
};

const showAll = () => {
  const { result, counts } = filter();
  found = result;
  facets.forEach((facet, at) => fillFacet(facet, counts[at]));
  showList();
};

const toAddress = () => {
  const address = new URLSearchParams();
  if (state.q) address.set("q", state.q);
  if (state.lines) address.set("lines", "1");
  if (state.review) address.set("edit", "1");
  for (const [name, value] of state.chosen) address.set(name, value);
  const hash = address.size === undefined ? [...address].length : address.size;
  history.replaceState(null, "", hash ? `#${address}` : location.pathname + location.search);
};

const changed = () => {
  state.limit = PAGE;
  toAddress();
  showAll();
};

// The address as the reader gave it: a place of the page, or what was looked for.
const fromAddress = () => {
  const hash = decodeURIComponent(location.hash.slice(1));
  if (byAnchor.has(hash)) return goTo(byAnchor.get(hash));
  if (!hash) return showAll();
  if (!hash.includes("=")) return openAround(document.getElementById(hash));
  const address = new URLSearchParams(location.hash.slice(1));
  state.q = address.get("q") ?? "";
  state.lines = address.has("lines");
  setReview(address.has("edit"));
  state.chosen = new Map(facets.map(({ name }) => [name, address.get(name)]).filter(([, value]) => value));
  fields.search.value = state.q;
  fields.lines.checked = state.lines;
  showAll();
  one("#quotations").scrollIntoView();
};

// What is folded away is opened before the reader is taken there.
const openAround = (target) => {
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  target?.scrollIntoView();
};

// Shows one quotation, also where it is filtered away or on a later page of the list.
const goTo = (item) => {
  if (!found.includes(item) || state.lines) {
    state.q = fields.search.value = "";
    state.lines = fields.lines.checked = false;
    state.chosen.clear();
    showAll();
  }
  state.limit = Math.max(state.limit, Math.ceil((found.indexOf(item) + 1) / PAGE) * PAGE);
  showList();
  item.node.scrollIntoView();
  select(item);
};

const buildTools = () => {
  fields.search = make("input", { type: "search", placeholder: say("searchHint"), autocomplete: "off" });
  fields.search.addEventListener("input", () => {
    state.q = fields.search.value.trim();
    changed();
  });
  fields.lines = make("input", { type: "checkbox" });
  fields.lines.addEventListener("change", () => {
    state.lines = fields.lines.checked;
    changed();
  });
  const labels = facets.map((facet) => {
    const field = make("select", { "data-facet": facet.name });
    field.addEventListener("change", () => {
      if (field.value) state.chosen.set(facet.name, field.value);
      else state.chosen.delete(facet.name);
      changed();
    });
    fields[facet.name] = field;
    return make("label", {}, facet.label, field);
  });
  const clear = () => {
    state.q = fields.search.value = "";
    state.chosen.clear();
    changed();
  };
  fields.clear = make("button", { type: "button", onclick: clear }, say("clear"));
  fields.status = make("p", { class: "shown", role: "status" });
  fields.more = make("button", { type: "button", id: "more" });
  fields.more.addEventListener("click", () => {
    state.limit += PAGE;
    showList();
  });
  one("#tools").append(
    make("div", { class: "bar-row" },
      make("label", { class: "wide-label" }, say("search"), fields.search),
      make("label", { class: "tick" }, fields.lines, say("lines")), fields.clear),
    make("div", { class: "bar-row" }, ...labels),
    fields.status,
  );
  list.classList.add("paged");
  list.after(fields.more);
};
