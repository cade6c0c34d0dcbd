"use strict";
// The voices: which there are, how each sounds, and which one speaks.

// Buttons stay where they are while the list is drawn anew, so that nobody loses the focus.
function draw(voices) {
  const focused = document.activeElement?.id;
  byId("voices").replaceChildren(...voices.map(row));
  if (focused) byId(focused)?.focus();
}

function row(voice) {
  const { name, title } = voice;
  const button = (does, label) => make("button", {
    type: "button", id: `${does}-${name}`, "aria-label": say(`voices_${does}_named`, { name: title }), onclick: () => send(does, name),
  }, label);
  const parts = [make("h2", {}, title), make("p", {}, voice.about)];
  if (voice.chosen) parts.push(make("p", { class: "chosen" }, words.voices_chosen));
  if (voice.why) parts.push(make("p", {}, voice.why));
  else parts.push(make("p", { class: "bar" }, button("play", words.voices_play), button("choose", words.voices_choose)));
  return make("li", { class: "row" }, ...parts);
}

async function send(does, name) {
  const { data } = await ask("POST", `voices/${does}`, { name });
  tell(data.told || data.trouble);
  if (data.voices) draw(data.voices);
}

draw(given.voices);
