"use strict";
// The page: shows what the server tells of a session, and sends what is pressed or typed. It asks nobody else.

const LOST_MS = 2900; // without a sign of life, of which there is one each second
const AGAIN_MS = 1000;
const byId = (id) => document.getElementById(id);
let scene = null;
let path = []; // the places of the choices that were opened, from the outermost inwards
let silence = 0; // the timer that ends when nothing was heard for too long

function put(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

// `tells`: whether what is wrong with it is shown.
async function send(data, tells = true) {
  try {
    const answer = await fetch("press", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(data),
    });
    if (answer.status === 403) location.reload(); // the server was begun anew, and knows this page no more
    else if (tells) put("told", (await answer.json()).trouble);
  } catch {
    lost();
  }
}

function press(choice) {
  send({ intent: choice.intent, slots: choice.slots, label: choice.label });
}

// Buttons stay the same elements while their words stay the same, so that nobody loses the focus when news comes.
function buttons(parent, wanted) {
  wanted.forEach((each, place) => {
    let button = parent.children[place];
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.addEventListener("click", () => button.does());
      parent.append(button);
    }
    if (button.textContent !== each.label) button.textContent = each.label;
    button.dataset.intent = each.intent || "";
    button.does = each.does;
  });
  const focused = parent.contains(document.activeElement);
  while (parent.children.length > wanted.length) parent.lastElementChild.remove();
  if (focused && !parent.contains(document.activeElement)) (wanted.length ? parent : byId("steady")).focus();
}

function shownChoices() {
  let list = scene.choices;
  for (const place of path) {
    if (!list[place] || !list[place].more.length) {
      path = [];
      return scene.choices;
    }
    list = list[place].more;
  }
  return list;
}

function drawChoices() {
  const parent = byId("choices");
  const wanted = shownChoices().map((choice, place) => ({
    label: choice.label,
    intent: choice.intent,
    does: () => {
      if (choice.more.length) {
        path.push(place);
        drawChoices();
        parent.firstElementChild?.focus();
      } else {
        path = [];
        press(choice);
        drawChoices();
      }
    },
  }));
  if (path.length) {
    wanted.push({
      label: parent.dataset.back,
      does: () => {
        path.pop();
        drawChoices();
      },
    });
  }
  buttons(parent, wanted);
  byId("choices-title").hidden = !scene.choices.length;
  byId("others").hidden = !scene.choices.length && !scene.session;
  byId("typing").hidden = !scene.session;
}

function draw(next) {
  const before = scene;
  if (JSON.stringify(before?.choices) !== JSON.stringify(next.choices)) path = [];
  scene = next;
  const name = byId("exercise");
  put("exercise", next.exercise || (next.session ? next.routine : name.dataset.waiting));
  put("place", [next.place, next.set].filter(Boolean).join(" · "));
  put("side", next.side);
  put("stage", next.stage);
  const counts = next.number !== null && next.session;
  put("number", counts ? String(next.number) : "");
  put("most", counts && next.most ? `${byId("most").dataset.of} ${next.most}` : "");
  byId("count").hidden = !counts;
  put("alarm", next.alarm);
  buttons(byId("steady"), next.steady.map((choice) => ({ ...choice, does: () => press(choice) })));
  drawChoices();
  const changed = !before || before.stage !== next.stage || before.exercise !== next.exercise || before.side !== next.side;
  if (changed && next.session && byId("announce").checked) {
    put("status", [next.exercise, next.side, next.stage].filter(Boolean).join(", "));
  }
}

function add(entry) {
  const list = byId("conversation");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const line = document.createElement("p");
  line.className = entry.who;
  const who = entry.who === "limber" ? list.dataset.limber : list.dataset.you;
  line.textContent = `${who}: ${entry.text || "…"}${entry.meant ? ` (${entry.meant})` : ""}`;
  list.append(line);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function saying(text) {
  put("saying", text);
  const lines = byId("conversation").children;
  for (const line of lines) line.classList.remove("now");
  if (!text) return;
  for (let place = lines.length - 1; place >= 0; place -= 1) {
    if (lines[place].className === "limber") {
      lines[place].classList.add("now");
      return;
    }
  }
}

function lost() {
  put("connection", byId("connection").dataset.lost);
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(lost, LOST_MS);
}

function connect() {
  const source = new EventSource("news");
  source.addEventListener("news", (event) => {
    listen();
    put("connection", "");
    const news = JSON.parse(event.data);
    if (news.fresh) byId("conversation").replaceChildren();
    news.entries.forEach(add);
    if (news.scene) draw(news.scene);
    if (news.saying !== undefined) saying(news.saying);
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      send({}, false); // says nothing, and finds out whether the server was begun anew meanwhile
      setTimeout(connect, AGAIN_MS);
    }
  });
}

byId("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("words");
  if (field.value.trim()) send({ text: field.value });
  field.value = "";
});

const announce = byId("announce");
announce.checked = localStorage.getItem("announce") !== "no";
announce.addEventListener("change", () => localStorage.setItem("announce", announce.checked ? "yes" : "no"));

listen();
connect();
