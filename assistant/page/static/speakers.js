"use strict";
// The speakers of a clinic. What is shown changes by itself; what somebody is typing stays as it is.

const ASKS_MS = 3000;
const rows = new Map();

function day(text) {
  return text ? text.slice(0, 16).replace("T", " ") : "";
}

function standing(speaker) {
  const { state, routine, exercise, problem } = speaker.state;
  const parts = [speaker.online ? state || words.hub_online : words.hub_offline, routine, exercise];
  if (problem) parts.push(words.hub_problem);
  return parts.filter(Boolean).join(" · ");
}

function collected(speaker) {
  if (!speaker.patient) return words.hub_nobody;
  const done = say("hub_sessions", { number: speaker.sessions, last: day(speaker.last) || "–" });
  return `${done} ${speaker.health ? words.hub_health : words.hub_no_health}`;
}

function answer(plan) {
  return [plan.name, words[`hub_plan_${plan.answer}`] || plan.answer, plan.why, day(plan.sent)].filter(Boolean).join(" · ");
}

async function act(path, data, done) {
  const { status, data: told } = await ask("POST", path, data);
  tell(status === 200 ? done : told.trouble);
  if (status === 200) await look();
}

function row(slug) {
  const at = (name) => `${name}-${slug}`;
  const parts = {
    title: make("h2", { id: at("title") }),
    standing: make("p", {}),
    collected: make("p", {}),
    patient: make("input", { type: "text", id: at("patient"), maxlength: 60, autocomplete: "off" }),
    plan: make("select", { id: at("plan") }),
    plans: make("ul", {}),
  };
  parts.patient.addEventListener("input", () => { parts.typed = true; });
  const belongs = (event) => {
    event.preventDefault();
    parts.typed = false;
    act("/speakers/belongs", { speaker: slug, patient: parts.patient.value }, words.hub_named);
  };
  const send = (event) => {
    event.preventDefault();
    act("/speakers/send", { speaker: slug, plan: parts.plan.value }, words.hub_sent);
  };
  parts.whole = make(
    "li",
    { class: "row", "aria-labelledby": at("title") },
    parts.title,
    parts.standing,
    parts.collected,
    make("form", { class: "fields", onsubmit: belongs },
      make("p", { class: "field" }, make("label", { for: at("patient") }, words.hub_patient), parts.patient),
      make("p", { class: "bar" }, make("button", { "aria-describedby": at("title") }, words.hub_name))),
    make("form", { class: "fields", onsubmit: send },
      make("p", { class: "field" }, make("label", { for: at("plan") }, words.hub_plan), parts.plan),
      make("p", { class: "bar" }, make("button", { "aria-describedby": at("title") }, words.hub_send))),
    parts.plans,
  );
  return parts;
}

function show(speaker, plans) {
  if (!rows.has(speaker.slug)) rows.set(speaker.slug, row(speaker.slug));
  const parts = rows.get(speaker.slug);
  parts.title.textContent = speaker.name;
  parts.standing.textContent = standing(speaker);
  parts.collected.textContent = collected(speaker);
  if (!parts.typed && document.activeElement !== parts.patient) parts.patient.value = speaker.patient;
  const known = [...parts.plan.options].map((each) => each.value);
  if (known.join("/") !== plans.join("/")) {
    const chosen = parts.plan.value;
    parts.plan.replaceChildren(...plans.map((name) => make("option", { value: name }, name)));
    if (plans.includes(chosen)) parts.plan.value = chosen;
  }
  const told = speaker.plans.map(answer);
  if ([...parts.plans.children].map((each) => each.textContent).join("\n") !== told.join("\n")) {
    parts.plans.replaceChildren(...told.map((text) => make("li", {}, text)));
  }
  return parts.whole;
}

async function look() {
  const { status, data } = await ask("GET", "/speakers/now");
  byId("conflict").textContent = data.trouble;
  if (status !== 200) return;
  const now = data.speakers.map((speaker) => show(speaker, data.plans));
  const list = byId("speakers");
  for (const [slug, parts] of rows) {
    if (!now.includes(parts.whole)) { parts.whole.remove(); rows.delete(slug); }
  }
  now.forEach((whole, place) => { if (list.children[place] !== whole) list.insertBefore(whole, list.children[place] || null); });
  byId("none").hidden = now.length > 0;
}

look();
setInterval(look, ASKS_MS);
