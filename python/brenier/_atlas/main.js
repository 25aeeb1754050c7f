// What is chosen, and how the parts of the page follow it.

const $ = (id) => document.getElementById(id);
const state = {
  colour: scene.classes.length ? "class" : "jump",
  highlight: null, // a class
  here: null, // the point of the source that is looked at, and its image
  cell: -1, // the cell that is outlined
  ends: [],
  walk: null,
};

function look(x, y) {
  const here = imageOf(x, y);
  if (!here) return;
  state.here = here;
  state.cell = here.cell;
  followPointer();
}

function followPointer() {
  const { here, cell } = state;
  const ofCell = cell >= 0 ? pictureOfCode(cell) : -1;
  const picture = here ? pictureAt(here.x, here.y, here.cell) : ofCell;
  pictures.show($("picture"), picture, $("picture").clientWidth || 200);
  const place = $("place");
  place.replaceChildren();
  if (cell >= 0) {
    const name = document.createElement("b");
    name.textContent = nameOf(cell);
    place.append(name);
    if (here?.inGap) place.append(" ", badge("in a gap"));
    const { lower, size } = scene.frame;
    const at = here ? [here.x, here.y].map((v, k) => number(lower[k] + v * size)).join(", ") : "";
    place.append(small(`code ${cell}` + (at ? `, noise (${at})` : "")));
    place.append(small(`largest jump ${number(scene.largestJump[cell])} × the usual`));
  } else place.append(small("Move over the noise to see what it becomes."));
  for (const item of $("strip").children) {
    item.classList.toggle("here", Boolean(here) && item.step === here);
  }
  source.refresh(["over"]);
  plane.refresh(["over"]);
}

const number = (value) => String(Number(value.toPrecision(3)));
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const element = (tag, className, textContent) => make(tag, { className, textContent });
const badge = (text) => element("span", "badge", text);
const small = (text) => element("small", "", text);

function setEnd(x, y) {
  const end = imageOf(x, y);
  if (!end) return;
  if (state.ends.length === 2) state.ends = [];
  state.ends.push(end);
  updateWalk();
  look(x, y);
}

function updateWalk() {
  state.walk = state.ends.length === 2 ? walkBetween(...state.ends) : null;
  showStrip($("strip"), $("walk-text"), state.walk, (step) => {
    state.here = step;
    state.cell = step.cell;
    followPointer();
  });
}

function showCode(i) {
  if (i < 0) return;
  const empty = scene.cellBegin[i] === scene.cellBegin[i + 1];
  const at = [scene.centroids[2 * i], scene.centroids[2 * i + 1]];
  state.here = empty ? null : imageOf(...at);
  state.cell = i;
  followPointer();
  if (empty) $("place").append(small("This code has no cell: no noise is sent to it."));
}

const source = new View($("source"), scene.size, {
  follows: true,
  base: (context, view) => square.base(context, view),
  over: (context, view) => square.over(context, view),
  hover: look,
  click: setEnd,
  step: (dx, dy, by) => {
    const { x, y } = state.here ?? { x: scene.size[0] / 2, y: scene.size[1] / 2 };
    look(x + dx * by, y + dy * by);
  },
  enter: () => state.here && setEnd(state.here.x, state.here.y),
});

const plane = new View($("codes"), scene.codes_size, {
  follows: false,
  base: (context, view) => codes.base(context, view),
  over: (context, view) => codes.over(context, view),
  hover: () => {},
  click: (x, y) => showCode(codes.nearest(x, y)),
  step: (dx, dy) => {
    const from = Math.max(0, state.cell);
    showCode(codes.nearest(scene.sites[2 * from], scene.sites[2 * from + 1], [dx, dy]));
  },
  enter: () => {},
});

function repaint() {
  source.refresh();
  plane.refresh();
}

// The threshold: places on the slider are jumps on a logarithmic scale.

const sliderRange = (() => {
  const sorted = scene.jumps.slice().sort();
  const low = Math.max(sorted[Math.floor(0.3 * sorted.length)], 1e-6 * sorted[sorted.length - 1]);
  return [low, Math.max(sorted[sorted.length - 1], low) * 1.0001];
})();

function setThreshold(threshold) {
  singular.set(threshold);
  square.forget();
  const [low, high] = sliderRange;
  let smallest = high;
  singular.edges.forEach((is, e) => { if (is) smallest = Math.min(smallest, scene.jumps[e]); });
  if (threshold === null) {
    $("gap").value = (1000 * Math.log(Math.max(smallest, low) / low)) / Math.log(high / low);
  }
  const isOwn = threshold === null;
  const words = isOwn ? "the map’s own rule" : `jumps over ${number(threshold)} × the usual`;
  $("gap-value").textContent = words;
  $("gap").setAttribute("aria-valuetext", words);
  const share = singular.edges.reduce((sum, is) => sum + is, 0) / singular.edges.length;
  $("gap-share").textContent = `${number(100 * share)} % of the edges`;
  $("own").disabled = threshold === null;
  if (state.here) state.here = imageOf(state.here.x, state.here.y);
  state.ends = state.ends.map((end) => imageOf(end.x, end.y));
  updateWalk();
  followPointer();
  source.refresh(["base"]);
}

let isSliding = false; // until the next frame, which one change is enough for
$("gap").addEventListener("input", () => {
  if (isSliding) return;
  isSliding = true;
  requestAnimationFrame(() => {
    isSliding = false;
    const [low, high] = sliderRange;
    setThreshold(low * (high / low) ** ($("gap").value / 1000));
  });
});
$("own").addEventListener("click", () => setThreshold(null));

// Colours and their legend

const CHOICES = [
  ...(scene.classes.length ? ["class"] : []), "jump", ...(scene.pictures ? ["pictures"] : []),
];

function setColour(colour) {
  state.colour = colour;
  state.highlight = null;
  $("colours").querySelector(`[value="${colour}"]`).checked = true;
  showLegend();
  repaint();
}

for (const choice of CHOICES) {
  const label = document.createElement("label");
  const input = make("input", { type: "radio", name: "colour", value: choice });
  input.addEventListener("change", () => setColour(choice));
  label.append(input, choice);
  $("colours").append(label);
}

function showLegend() {
  const legend = $("legend");
  legend.replaceChildren();
  if (state.colour === "jump") {
    const ramp = element("div", "ramp", "");
    const stops = [0, 0.25, 0.5, 0.75, 1].map(rampColour);
    ramp.style.background = `linear-gradient(90deg, ${stops.join(",")})`;
    const ends = element("div", "ends", "");
    const [low, high] = jumpRange.map(number);
    ends.append(element("span", "", `${low} ×`), element("span", "", `${high} × the usual jump`));
    legend.append(ramp, ends);
    return;
  }
  const counts = new Uint32Array(scene.classes.length);
  for (const k of scene.classOf) counts[k] += 1;
  scene.classes.forEach((name, k) => {
    const button = make("button", { type: "button" });
    const dot = document.createElement("i");
    dot.style.background = classColour(k);
    button.append(dot, name, small(String(counts[k])));
    button.setAttribute("aria-pressed", String(state.highlight === k));
    button.addEventListener("click", () => {
      state.highlight = state.highlight === k ? null : k;
      [...legend.children].forEach((other, i) => {
        other.setAttribute("aria-pressed", String(state.highlight === i));
      });
      repaint();
    });
    legend.append(button);
  });
}

// Light and dark, keys, and the start

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  showLegend();
  repaint();
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
prefersDark.addEventListener("change", () => setTheme(prefersDark.matches ? "dark" : "light"));
$("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "escape") {
    state.ends = [];
    updateWalk();
    followPointer();
  } else if (key === "c") setColour(CHOICES[(CHOICES.indexOf(state.colour) + 1) % CHOICES.length]);
  else if (key === "t") setTheme(isDark() ? "light" : "dark");
});

if (scene.pictures?.grey) {
  const box = $("ink").querySelector("input");
  const follow = () => {
    document.body.classList.toggle("ink", box.checked);
    repaint();
  };
  $("ink").hidden = false;
  box.checked = scene.pictures.dark && !prefersDark.matches;
  box.addEventListener("change", follow);
  follow();
}
if (!scene.pictures) document.body.classList.add("without-pictures");

// A walk to begin with: between the two codes whose cells lie farthest apart along the diagonal.
function firstWalk() {
  let [first, last] = [0, 0];
  const along = (i) => scene.centroids[2 * i] + scene.centroids[2 * i + 1];
  for (let i = 0; i < scene.count; i++) {
    if (scene.cellBegin[i] === scene.cellBegin[i + 1]) continue;
    if (along(i) < along(first)) first = i;
    if (along(i) > along(last)) last = i;
  }
  return [first, last].map((i) => imageOf(scene.centroids[2 * i], scene.centroids[2 * i + 1]));
}

$("summary").textContent = `${scene.count.toLocaleString("en")} codes`
  + (scene.classes.length ? `, ${scene.classes.length} classes` : "");
setColour(state.colour);
setTheme(prefersDark.matches ? "dark" : "light");
setThreshold(null);
state.ends = firstWalk();
updateWalk();
look(state.ends[0].x, state.ends[0].y);
pictures.load(() => {
  updateWalk();
  followPointer();
  repaint();
  document.body.dataset.ready = "yes";
});
