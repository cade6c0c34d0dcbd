"use strict";
// The settings: a form of the file's values. The server reads, checks and writes them.

let file = given.file; // {text, tag, values, mistakes}
let saved = file.text;

const KINDS = {
  language: {}, routine: { options: given.routines }, voice: { options: given.voices }, model: {}, microphone: {}, speaker: {},
  echo: { options: given.echo }, reminders: { kind: "lines" }, sitting_breaks: { flag: true }, wakes: { flag: true },
  standby_tones: { flag: true }, morning: {},
};

async function check(redraw) {
  const { status, data } = await ask("POST", "settings/check", { text: file.text, values: file.values });
  if (status === 200) take(data, redraw);
  else tell(data.trouble);
}

function take(data, redraw) {
  const formed = file.values !== null;
  Object.assign(file, data);
  if (redraw || formed !== (file.values !== null)) draw();
  byId("text").value = file.text;
  showMistakes(file.mistakes, byId("mistakes"), byId("wrong"), byId("text"));
  byId("standing").textContent = file.text === saved ? words.plans_saved : words.plans_unsaved;
}

function draw() {
  byId("form").hidden = file.values === null;
  if (file.values === null) return;
  const fields = Object.entries(KINDS).map(([key, { flag, options, kind }]) => {
    const usual = options && options.find(([option]) => option === given.otherwise[key]);
    const value = usual ? usual[1] : flag ? (given.otherwise[key] === "true" ? words.settings_yes : words.settings_no) : given.otherwise[key];
    const otherwise = value ? say("settings_otherwise", { value }) : "";
    const unset = ["", value ? say("settings_usual", { value }) : ""];
    const chosen = flag ? [unset, ["true", words.settings_yes], ["false", words.settings_no]] : options && [unset, ...options];
    const commit = (value) => {
      if (value === undefined) delete file.values[key];
      else file.values[key] = flag ? value === "true" : value;
      check(false);
    };
    const about = [words[`settings_of.${key}`], chosen ? "" : otherwise].filter(Boolean).join(" ");
    return field(words[`settings_name.${key}`], [key], file.values[key], commit, { options: chosen || null, kind, about });
  });
  byId("form").replaceChildren(...fields);
}

async function save() {
  const where = file.tag ? { "If-Match": `"${file.tag}"` } : { "If-None-Match": "*" };
  const { status, data } = await ask("PUT", "settings/file", { text: file.text, values: file.values }, where);
  byId("conflict").replaceChildren();
  if (status === 200) {
    saved = data.text;
    take(data, false);
    tell(words.settings_saved);
  } else if (status === 412) {
    byId("conflict").append(make("p", {}, data.trouble), make("button", { type: "button", onclick: () => {
      Object.assign(file, { tag: data.tag || "" });
      save();
    } }, words.plans_mine));
  } else {
    if (data.mistakes) take(data, false);
    tell(data.trouble);
  }
}

byId("save").addEventListener("click", save);
byId("text").addEventListener("change", (event) => {
  Object.assign(file, { text: event.target.value, values: null });
  check(true);
});
draw();
take(file, false);
