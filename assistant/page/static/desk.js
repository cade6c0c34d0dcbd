"use strict";
// What all pages have but the live one: words, parts of forms, and how the server is asked. Nothing is asked of others.

const given = JSON.parse(document.getElementById("given").textContent);
const words = given.words;
const byId = (id) => document.getElementById(id);

function say(key, slots = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in slots ? String(slots[name]) : whole));
}

function tell(text) {
  byId("told").textContent = text;
}

// Elements are made of their tag, their attributes and what is in them; a text is never read as HTML.
function make(tag, attributes = {}, ...inside) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
    else if (value === true) found.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) found.setAttribute(name, value);
  }
  found.append(...inside);
  return found;
}

// -> {status, data}; a status of 0: nobody answered.
async function ask(method, path, data, headers = {}) {
  try {
    const answer = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      body: data === undefined ? undefined : JSON.stringify(data),
    });
    const found = { status: answer.status, data: await answer.json() };
    if (answer.status === 403 && !path.startsWith("/pair")) found.data.trouble = words.let_in_again;
    return found;
  } catch {
    tell(words.unreachable);
    return { status: 0, data: { trouble: words.unreachable } };
  }
}

function at(values, path) {
  return path.reduce((found, key) => (found === undefined || found === null ? undefined : found[key]), values);
}

// A number where it looks like one: what else was typed is for the server to judge.
function typed(text) {
  const plain = text.trim();
  return /^-?\d{1,9}$/.test(plain) ? Number(plain) : plain;
}

let numbered = 0;

// Room for what is wrong with the element of this id.
function roomForMistakes(id) {
  return make("span", { class: "wrong", id: `${id}-wrong`, hidden: true });
}

// One field of a form: its label, its control, and room for what is wrong with it. `commit` takes the new value;
// undefined: it is to be taken out.
function field(label, path, value, commit, { kind = "text", options = null, about = "" } = {}) {
  numbered += 1;
  const id = `field-${numbered}`;
  const shared = { id, "data-path": JSON.stringify(path), "aria-describedby": `${id}-about ${id}-wrong` };
  let control;
  if (options) {
    control = make("select", shared, ...options.map(([key, text]) => make("option", { value: key }, text)));
    if (value !== undefined && !options.some(([key]) => key === String(value))) {
      control.append(make("option", { value: String(value) }, String(value)));
    }
    control.value = value === undefined ? "" : String(value);
  } else if (kind === "lines" || kind === "long") {
    control = make("textarea", { ...shared, rows: kind === "lines" ? 2 : 3 });
    control.value = Array.isArray(value) ? value.join("\n") : (value ?? "");
  } else {
    control = make("input", { ...shared, type: "text", inputmode: kind === "number" ? "numeric" : null });
    control.value = value ?? "";
  }
  control.addEventListener("change", () => {
    if (kind === "lines") {
      const lines = control.value.split("\n").map((line) => line.trim()).filter(Boolean);
      const single = lines.length === 1 && typeof value === "string";
      commit(lines.length ? (single ? lines[0] : lines) : undefined);
    } else if (control.value.trim() === "") {
      commit(undefined);
    } else {
      commit(kind === "number" ? typed(control.value) : control.value.trim());
    }
  });
  return make(
    "p",
    { class: "field" },
    make("label", { for: id }, label),
    control,
    make("span", { class: "about", id: `${id}-about` }, about),
    roomForMistakes(id),
  );
}

// Shows each mistake at its field, and all of them in a list that leads there.
function showMistakes(mistakes, list, section, whole) {
  for (const control of document.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const place of document.querySelectorAll(".wrong[id]")) {
    place.textContent = "";
    place.hidden = true;
  }
  list.replaceChildren();
  section.hidden = !mistakes.length;
  for (const { path, line, message } of mistakes) {
    const control = nearest(path);
    const place = control && byId(`${control.id}-wrong`);
    if (place) {
      if (control.matches("input, select, textarea")) control.setAttribute("aria-invalid", "true");
      place.textContent = [place.textContent, message].filter(Boolean).join(" ");
      place.hidden = false;
    }
    const lead = make("a", { href: "#", onclick: (event) => { event.preventDefault(); show(control || whole); } }, message);
    list.append(make("li", {}, lead, ` (${say("line", { line })})`));
  }
}

// The field that a path leads to, or the innermost part of the form around it.
function nearest(path) {
  const known = new Map([...document.querySelectorAll("[data-path]")].map((each) => [each.dataset.path, each]));
  for (let length = path.length; length > 0; length -= 1) {
    const found = known.get(JSON.stringify(path.slice(0, length)));
    if (found) return found;
  }
  return null;
}

function show(element) {
  for (let outer = element; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
  element.focus();
  element.scrollIntoView({ block: "center" });
}
