"use strict";
// The page as the script sees it: its words, its themes, its quotations, and small helpers.

const data = JSON.parse(document.getElementById("data").textContent);
const one = (selector, within = document) => within.querySelector(selector);
const every = (selector, within = document) => [...within.querySelectorAll(selector)];

// A word of the page, with numbers in the places that it keeps for them.
const say = (name, numbers = {}) => data.words[name].replace(/\{(\w+)\}/g, (_, key) => numbers[key]);

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};

// Letters without case and accents. Each keeps its place, so that a hit in the folded text is one in the text.
const folded = new Map();
const foldLetter = (letter) => {
  if (!folded.has(letter)) {
    const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    folded.set(letter, plain.length === 1 ? plain : letter);
  }
  return folded.get(letter);
};
const fold = (text) =>
  /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : text.split("").map(foldLetter).join("");

// Themes by the class that they have in the page. Review changes them.
const themes = new Map(data.themes.map((theme) => [theme.class, { ...theme }]));

const readItem = (node, at) => {
  const quote = one("blockquote", node);
  const chips = every(".foot [data-t]", node);
  const name = one(".who strong", node);
  const text = one("bdi", quote).textContent;
  return {
    node,
    at,
    id: node.dataset.id,
    anchor: node.id,
    text,
    words: null,
    values: null,
    speaker: name ? name.textContent : "",
    attributes: every("[data-k]", node).map((attr) => [attr.dataset.k, one("bdi", attr).textContent]),
    question: one(".question", node)?.textContent ?? "",
    document: one(".doc", node)?.textContent ?? "",
    kind: one(".kind", node)?.textContent ?? "",
    codings: chips.map((chip) => ({ theme: chip.dataset.t, weak: chip.classList.contains("weak") })),
    judged: "judged" in node.dataset,
    removed: false,
    note: "",
    touched: false,
  };
};

const list = one("#list");
const items = every("#list > .q").map(readItem);
const byAnchor = new Map(items.map((item) => [item.anchor, item]));
const byId = new Map(items.map((item) => [item.id, item]));

// What is searched: the words, who said them, and what is known of them.
const wordsOf = (item) => {
  item.words ??= fold(
    [item.text, one(".who", item.node)?.textContent ?? "", item.note].join("\n"),
  );
  return item.words;
};

// The number in a cell, so that tables can be sorted: the share where a cell has one.
const numberIn = (cell) => {
  const text = (one(".share", cell) ?? cell).textContent.replace(/[,\s%▲▼]|[a-z ]+(?=\d)/g, "").replace(/^<\.001$/, ".0005");
  return /^-?\d*\.?\d+$/.test(text) ? Number(text) : Number.NEGATIVE_INFINITY;
};

const sortRows = (table, column, head) => {
  const falls = head.getAttribute("aria-sort") !== "descending";
  const isNumber = head.classList.contains("n");
  const down = isNumber ? falls : head.getAttribute("aria-sort") === "ascending";
  const rows = [...table.tBodies[0].rows];
  const compare = isNumber
    ? (a, b) => numberIn(a.cells[column]) - numberIn(b.cells[column])
    : (a, b) => a.cells[column].textContent.localeCompare(b.cells[column].textContent);
  rows.sort((a, b) => (down ? compare(b, a) : compare(a, b)));
  table.tBodies[0].append(...rows);
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
};

for (const table of every("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const place = one(".label", head) ?? head;
    const button = make("button", { type: "button", title: say("sort"), onclick: () => sortRows(table, column, head) });
    button.append(...place.childNodes);
    place.append(button);
  });
}

// A question in a window of its own: a line of text or several choices. Answers with null where nothing is chosen.
const ask = (label, { value = "", choices = null, several = false } = {}) =>
  new Promise((answer) => {
    const before = document.activeElement;
    const field = choices
      ? make("div", { role: "group", "aria-label": label }, ...choices.map((choice) => choiceOf(choice, several)))
      : make("input", { type: "text", value });
    const read = () => {
      if (!choices) return field.value.trim();
      const chosen = every("input:checked", field).map((input) => input.value);
      return several ? chosen : (chosen[0] ?? "");
    };
    const close = (result) => {
      dialog.close();
      dialog.remove();
      before?.focus?.();
      answer(result);
    };
    const buttons = make("div", { class: "acts" },
      make("button", { type: "button", onclick: () => close(read()) }, say("ok")),
      make("button", { type: "button", onclick: () => close(null) }, say("cancel")));
    const head = choices ? make("strong", {}, label) : label;
    const dialog = make("dialog", { "aria-label": label }, make(choices ? "div" : "label", {}, head, field), buttons);
    dialog.addEventListener("cancel", () => close(null));
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && event.target.tagName === "INPUT") {
        event.preventDefault();
        close(read());
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    one("input", dialog)?.focus();
  });

const choiceOf = ({ value, label, checked }, several) => {
  const input = make("input", { type: several ? "checkbox" : "radio", name: "choice", value, checked });
  return make("label", { class: "tick" }, input, label);
};
