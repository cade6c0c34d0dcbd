"use strict";
// The editor of plans. The server reads, checks and writes plans; this shows what it says, and remembers for undoing.

const WAITS_MS = 300; // after a change, before it is checked
let plan = null; // the values of the form; null: the file can only be shown as text
let file = { name: "", tag: "", text: "", saved: "", rival: null };
let past = []; // what can be undone: {plan, text}
let own = {}; // exercises that the file describes itself
let asked = 0;
let timer = 0;

const copy = (values) => (values === null ? null : JSON.parse(JSON.stringify(values)));
const known = (id) => own[id] || given.exercises[id];
const named = (id) => (known(id) ? known(id).name : id);
const exerciseOf = (item) => (typeof item === "string" ? item : item.exercise);

// ---- What is sent and what comes back

function sent() {
  return { name: file.name, text: file.text, plan };
}

async function check(redraw = false) {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  const { status, data } = await ask("POST", "plans/check", sent());
  if (mine !== asked || status === 0) return;
  if (status !== 200) tell(data.trouble);
  else take(data, redraw);
}

function checkSoon() {
  stand();
  clearTimeout(timer);
  timer = setTimeout(check, WAITS_MS);
}

function take(data, redraw) {
  file.text = data.text;
  const formed = plan !== null;
  own = data.own;
  if (redraw || formed !== (data.plan !== null)) {
    plan = data.plan;
    draw();
  }
  byId("text").value = data.text;
  byId("words").replaceChildren(...data.words.map((text) => make("li", {}, text)));
  byId("length").textContent = data.length || "";
  byId("sheet").textContent = data.sheet || "";
  byId("print").disabled = !data.sheet;
  byId("hear").disabled = !data.sheet;
  showMistakes(data.mistakes, byId("mistakes"), byId("wrong"), byId("text"));
  stand();
}

function stand() {
  const unsaved = file.text !== file.saved || timer;
  byId("standing").textContent = unsaved ? words.plans_unsaved : words.plans_saved;
  byId("undo").disabled = !past.length;
}

function remember() {
  past.push({ plan: copy(plan), text: file.text });
  if (past.length > 200) past.shift();
}

function change(deed, redraw = false) {
  remember();
  deed();
  if (redraw) draw();
  checkSoon();
}

function set(values, key, value) {
  if (value === undefined) delete values[key];
  else values[key] = value;
}

// ---- Opening and saving

function open(name, data, tag) {
  file = { name, tag, text: data.text, saved: tag ? data.text : "", rival: null };
  past = [];
  plan = data.plan;
  byId("editor").hidden = false;
  byId("editing").textContent = name;
  byId("conflict").replaceChildren();
  own = data.own || {};
  draw();
  if (data.mistakes) take(data, false);
  else check();
  byId("editing").focus();
}

async function openFile(name) {
  const { status, data } = await ask("GET", `plans/file/${encodeURIComponent(name)}`);
  if (status === 200) open(name, data, data.tag);
  else tell(data.trouble);
}

function begin(values, name) {
  open(name, { text: "", plan: values }, "");
}

function unusedName(stem) {
  let name = `${stem}.yaml`;
  for (let number = 2; given.plans.includes(name); number += 1) name = `${stem}-${number}.yaml`;
  return name;
}

async function save() {
  await check();
  const where = file.tag ? { "If-Match": `"${file.tag}"` } : { "If-None-Match": "*" };
  const { status, data } = await ask("PUT", `plans/file/${encodeURIComponent(file.name)}`, sent(), where);
  byId("conflict").replaceChildren();
  if (status === 200) {
    Object.assign(file, { tag: data.tag, text: data.text, saved: data.text });
    take(data, false);
    tell(say("plans_saved_now", { name: file.name }));
    list();
  } else if (status === 412 && "tag" in data) {
    conflict(data);
  } else if (status === 422) {
    take(data, false);
    tell(data.trouble);
    byId("mistakes-title").scrollIntoView();
  } else if (status === 412) {
    rename(data.trouble);
  } else {
    tell(data.trouble);
  }
}

// Somebody else has saved meanwhile: both are shown, and nothing is lost.
function conflict(theirs) {
  const theirsButton = make("button", { type: "button", onclick: () => {
    remember();
    Object.assign(file, { tag: theirs.tag, text: theirs.text, saved: theirs.text });
    plan = null;
    byId("conflict").replaceChildren();
    check(true);
    tell(words.plans_theirs_shown);
  } }, words.plans_theirs);
  const mine = make("button", { type: "button", onclick: () => { file.tag = theirs.tag; save(); } }, words.plans_mine);
  byId("conflict").replaceChildren(make("p", {}, theirs.trouble), theirsButton, " ", mine);
}

function rename(trouble) {
  const name = make("input", { type: "text", id: "file-name", value: file.name });
  const again = make("button", { type: "button", onclick: () => {
    Object.assign(file, { name: name.value.trim(), tag: "", saved: "" });
    byId("editing").textContent = file.name;
    save();
  } }, words.plans_save);
  byId("conflict").replaceChildren(make("p", {}, trouble), make("label", { for: "file-name" }, words.plans_file_name), name, again);
}

function undo() {
  const before = past.pop();
  if (!before) return;
  plan = before.plan;
  file.text = before.text;
  draw();
  check();
  tell(words.plans_undone);
}

// ---- The form

function draw() {
  byId("form").hidden = plan === null;
  if (plan === null) return;
  drawHead();
  drawItems();
}

function drawHead() {
  const pains = [["", words.plans_unsaid], ...Array.from({ length: 11 }, (_, score) => [String(score), String(score)])];
  const surfaces = [["", words.plans_unsaid], ...given.surfaces.map((each) => [each, words[`plans_level.${each}`] || each])];
  const one = (key, label, more = {}) =>
    field(label, [key], plan[key], (value) => change(() => set(plan, key, value)), more);
  const often = (key, label) =>
    field(label, ["frequency", key], at(plan, ["frequency", key]), (value) => change(() => inside(plan, "frequency", key, value)), { kind: "number" });
  const number = (value) => (value === undefined ? value : typed(value));
  byId("head").replaceChildren(
    one("id", words.plans_id, { about: words.plans_id_about }),
    one("name", words.plans_name),
    one("purpose", words.plans_purpose),
    one("author", words.plans_author),
    one("date", words.plans_date, { about: words.plans_date_about }),
    one("contact", words.plans_contact, { about: words.plans_contact_about }),
    field(words.plans_usual_pain, ["usual_pain"], plan.usual_pain, (value) => change(() => set(plan, "usual_pain", number(value))), { options: pains }),
    often("days_a_week", words.plans_days),
    often("times_a_day", words.plans_times),
    one("surface", words.plans_surface, { options: surfaces }),
    one("say", words.plans_say, { kind: "lines", about: words.plans_say_about }),
    one("note", words.plans_note, { kind: "long", about: words.plans_note_about }),
    spared(),
  );
}

function spared() {
  const chosen = () => (Array.isArray(plan.spares) ? plan.spares : plan.spares ? [plan.spares] : []);
  const boxes = Object.entries(given.areas).map(([area, name]) =>
    make("label", { class: "check" },
      make("input", { type: "checkbox", checked: chosen().includes(area), onchange: (event) => change(() => {
        const left = chosen().filter((each) => each !== area);
        if (event.target.checked) left.push(area);
        set(plan, "spares", left.length ? left : undefined);
      }) }),
      name));
  const summary = make("summary", { tabindex: "0", id: "spares", "data-path": '["spares"]' }, words.plans_spares);
  return make("details", { open: chosen().length > 0 }, summary, ...boxes, roomForMistakes("spares"));
}

// A table within a table, which is there only as long as something is in it.
function inside(values, key, name, value) {
  const table = typeof values[key] === "object" && values[key] !== null ? values[key] : {};
  set(table, name, value);
  set(values, key, Object.keys(table).length ? table : undefined);
}

// ---- Exercises: rounds are a row that opens them and a row that closes them, so that all can be moved past each other.

function rows() {
  const found = [];
  plan.items?.forEach((item, place) => {
    if (typeof item === "object" && item !== null && "rounds" in item) {
      found.push({ kind: "opens", item, path: ["items", place] });
      item.items.forEach((inner, at_) => found.push({ kind: "exercise", item: inner, path: ["items", place, "items", at_], inside: true }));
      found.push({ kind: "closes", item });
    } else {
      found.push({ kind: "exercise", item, path: ["items", place] });
    }
  });
  return found;
}

// The items that rows stand for; null where rounds would stand within rounds.
function gathered(list) {
  const found = [];
  let open = null;
  for (const row of list) {
    if (row.kind === "opens") {
      if (open) return null;
      open = { item: row.item, inner: [] };
    } else if (row.kind === "closes") {
      if (!open || open.item !== row.item) return null;
      found.push({ ...open.item, items: open.inner });
      open = null;
    } else {
      (open ? open.inner : found).push(row.item);
    }
  }
  return open ? null : found;
}

function title(row) {
  if (row.kind === "opens") return words.plans_rounds_open;
  if (row.kind === "closes") return words.plans_rounds_close;
  return named(exerciseOf(row.item));
}

// Moves a row, and keeps the focus on what moved it. `control`: the class of the button that has the focus.
function move(from, to, control) {
  const list = rows();
  if (to < 0 || to >= list.length || to === from) return;
  const [row] = list.splice(from, 1);
  list.splice(to, 0, row);
  const items = gathered(list);
  if (!items) {
    tell(words.plans_not_there);
    return;
  }
  change(() => { plan.items = items; }, true);
  byId("items").children[to].querySelector(`.${control}`).focus();
  tell(say("plans_moved", { name: title(row), at: to + 1, count: list.length }));
}

function remove(place) {
  const list = rows();
  const row = list[place];
  const left = row.kind === "exercise" ? list.filter((each) => each !== row) : list.filter((each) => each.item !== row.item || each.kind === "exercise");
  change(() => { plan.items = gathered(left); }, true);
  tell(say("plans_removed", { name: title(row) }));
  const next = byId("items").children[Math.min(place, left.length - 1)];
  (next ? next.querySelector("button") : byId("adding")).focus();
}

function drawItems() {
  const seen = new Set();
  const list = rows();
  byId("items").replaceChildren(...list.map((row, place) => drawRow(row, place, list.length, seen)));
}

function drawRow(row, place, count, seen) {
  const name = title(row);
  const button = (label, spoken, control, does, off) =>
    make("button", { type: "button", class: control, "aria-label": say(spoken, { name }), disabled: off, onclick: does }, label);
  const handle = button("↕", "plans_handle", "handle", () => {}, false);
  handle.setAttribute("aria-describedby", "how-to-move");
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(place, place + step, "handle");
  });
  handle.addEventListener("pointerdown", (event) => drag(event, place));
  const top = make("div", { class: "top" }, handle, make("span", { class: "name" }, name),
    button(words.plans_up, "plans_up_named", "up", () => move(place, place - 1, "up"), place === 0),
    button(words.plans_down, "plans_down_named", "down", () => move(place, place + 1, "down"), place === count - 1));
  if (row.kind !== "closes") top.append(button(words.plans_remove, "plans_remove_named", "remove", () => remove(place), false));
  const parts = [top, roomForMistakes(`row-${place}`)];
  if (row.kind === "opens") {
    parts.push(field(words.plans_rounds, [...row.path, "rounds"], row.item.rounds, (value) => change(() => set(at(plan, row.path), "rounds", value)), { kind: "number" }));
  } else if (row.kind === "exercise") {
    parts.push(wanted(row, !seen.has(exerciseOf(row.item))));
    seen.add(exerciseOf(row.item));
  }
  const here = row.path ? { id: `row-${place}`, "data-path": JSON.stringify(row.path), tabindex: "-1" } : {};
  return make("li", { class: `row${row.inside ? " inside" : ""}`, ...here }, ...parts);
}

// What is wanted of an exercise; its caps stand where it comes first.
function wanted(row, first) {
  const id = exerciseOf(row.item);
  const about = known(id) || { amount: "reps", sided: true, rungs: {}, dose: {} };
  const values = typeof row.item === "string" ? {} : row.item;
  const keep = (key) => (value) => change(() => {
    const place = at(plan, row.path.slice(0, -1));
    const last = row.path[row.path.length - 1];
    const item = typeof place[last] === "string" ? { exercise: place[last] } : place[last];
    set(item, key, value);
    place[last] = Object.keys(item).length === 1 ? item.exercise : item;
  });
  const one = (key, label, more = { kind: "number" }) => field(label, [...row.path, key], values[key], keep(key), more);
  const written = (key) => (about.dose[key] ? { kind: "number", about: say("plans_as_written", { number: about.dose[key] }) } : { kind: "number" });
  const amount = about.amount;
  const fields = [one("sets", words.plans_sets, written("sets")), one(amount, words[`plans_${amount}`], written(amount)), one("rest_s", words.plans_rest_s)];
  if (about.sided || "side" in values) {
    fields.push(one("side", words.plans_side, { options: [["", words.plans_both], ["left", words.plans_left], ["right", words.plans_right]] }));
  }
  const rungs = Object.entries(about.rungs);
  if (rungs.length > 1 || "rung" in values) {
    fields.push(one("rung", words.plans_rung, { options: [["", words.plans_nothing], ...rungs.map(([rung, text]) => [rung, text || words.plans_rung_itself])] }));
  }
  fields.push(one("say", words.plans_say, { kind: "lines", about: words.plans_say_about }), one("note", words.plans_note, { kind: "long", about: words.plans_note_about }));
  if (first) {
    const cap = (key) => field(say("plans_cap", { what: words[`plans_${key}`] }), ["caps", id, key], at(plan, ["caps", id, key]), (value) => change(() => {
      const caps = plan.caps || {};
      inside(caps, id, key, value);
      set(plan, "caps", Object.keys(caps).length ? caps : undefined);
    }), { kind: "number" });
    fields.push(cap("sets"), cap(amount));
  }
  const noted = Object.keys(values).filter((key) => key !== "exercise").length || (first && at(plan, ["caps", id]));
  return make("details", { open: Boolean(noted) }, make("summary", {}, say("plans_wanted", { name: named(id) })), make("div", { class: "fields" }, ...fields));
}

// ---- Dragging, by mouse, pen or finger

function drag(event, from) {
  if (event.button !== 0) return;
  const list = [...byId("items").children];
  let to = from;
  list[from].classList.add("lifted");
  const over = (pointer) => {
    const below = list.findIndex((row) => pointer.clientY < row.getBoundingClientRect().top + row.getBoundingClientRect().height / 2);
    const gap = below < 0 ? list.length : below;
    to = gap > from ? gap - 1 : gap;
    list.forEach((row, place) => row.classList.toggle("before", place === gap && to !== from));
  };
  const drop = (pointer) => {
    document.removeEventListener("pointermove", over);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    list.forEach((row) => row.classList.remove("before", "lifted"));
    if (pointer.type === "pointerup" && to !== from) move(from, to, "handle");
  };
  document.addEventListener("pointermove", over);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

// ---- Beginning

function list() {
  ask("GET", "plans/all").then(({ status, data }) => {
    if (status === 200) given.plans = data.plans;
    drawFiles();
  });
}

function drawFiles() {
  const files = given.plans.map((name) => make("li", {}, make("button", { type: "button", onclick: () => openFile(name) }, name)));
  byId("files").replaceChildren(...(files.length ? files : [make("li", {}, words.plans_none)]));
}

function add(item, spoken) {
  change(() => { plan.items = [...(plan.items || []), item]; }, true);
  tell(say("plans_added", { name: spoken }));
}

byId("adding").append(...[...new Set(Object.values(given.exercises).map((each) => each.level))].map((level) =>
  make("optgroup", { label: words[`plans_level.${level}`] || level },
    ...Object.entries(given.exercises).filter(([, each]) => each.level === level).sort((one, other) => one[1].name.localeCompare(other[1].name))
      .map(([id, each]) => make("option", { value: id }, each.name)))));
byId("from-routine").append(make("option", { value: "" }, words.plans_choose_one), ...given.routines.map((each) => make("option", { value: each.id }, each.name)));
byId("from-routine").addEventListener("change", (event) => {
  const routine = given.routines.find((each) => each.id === event.target.value);
  if (routine) begin({ id: `my_${routine.id}`, name: routine.name, items: [...routine.items] }, unusedName(`my-${routine.id.replaceAll("_", "-")}`));
  event.target.value = "";
});
byId("from-disk").addEventListener("change", async (event) => {
  const [chosen] = event.target.files;
  if (!chosen) return;
  const text = await chosen.text();
  const { status, data } = await ask("POST", "plans/check", { name: chosen.name, text });
  if (status === 200) open(given.plans.includes(chosen.name) ? unusedName(chosen.name.replace(/\.ya?ml$/i, "")) : chosen.name, data, "");
  else tell(data.trouble);
  event.target.value = "";
});
byId("new").addEventListener("click", () => begin({ id: "my_plan", name: words.plans_new_name, items: [] }, unusedName("my-plan")));
byId("add").addEventListener("click", () => add(byId("adding").value, named(byId("adding").value)));
byId("add-rounds").addEventListener("click", () => add({ rounds: 2, items: [byId("adding").value] }, words.plans_rounds_open));
byId("save").addEventListener("click", save);
byId("undo").addEventListener("click", undo);
byId("print").addEventListener("click", () => { byId("paper").open = true; window.print(); });
byId("hear").addEventListener("click", async () => tell((await ask("POST", "plans/hear", sent())).data.trouble || words.plans_heard));
byId("hush").addEventListener("click", () => ask("POST", "plans/hear", {}));
byId("text").addEventListener("change", (event) => {
  remember();
  file.text = event.target.value;
  plan = null;
  check(true);
});
for (const id of ["hear", "hush"]) byId(id).hidden = !given.hears;
window.addEventListener("beforeunload", (event) => {
  if (!byId("editor").hidden && file.text !== file.saved) event.preventDefault();
});
drawFiles();
if (given.opens) openFile(given.opens);
