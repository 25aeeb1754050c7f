// Colours: of classes, of jumps, and those that the style sheet has for light and dark.

const CLASS_COLOURS = [
  "#4e79a7", "#8cc06d", "#b07aa1", "#edc948", "#76b7b2", "#d37295", "#9c755f", "#49b9e0",
  "#6a5acd", "#b9b09a", "#3f9d68", "#a8577e", "#c9a400", "#5d7f8c", "#92b6e8", "#7d9b2f",
];
const RAMPS = {
  light: [[243, 241, 234], [143, 184, 201], [29, 78, 114]],
  dark: [[37, 42, 51], [63, 115, 145], [191, 230, 245]],
};
const LEVELS = 24;

const isDark = () => document.documentElement.dataset.theme === "dark";
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function classColour(k) {
  if (k < CLASS_COLOURS.length) return CLASS_COLOURS[k];
  return `hsl(${(k * 137.5) % 360} 42% ${45 + 15 * (k % 2)}%)`; // ever other hues
}

function rampColour(part) {
  const stops = RAMPS[isDark() ? "dark" : "light"];
  const at = Math.min(1.999, Math.max(0, part * 2));
  const [from, to] = [stops[Math.floor(at)], stops[Math.floor(at) + 1]];
  return `rgb(${from.map((v, k) => Math.round(v + (to[k] - v) * (at % 1))).join(" ")})`;
}

// Jumps on a logarithmic scale, from those that hardly any cell is below.
const jumpRange = (() => {
  const sorted = scene.largestJump.filter((jump) => jump > 0).sort();
  if (!sorted.length) return [0.5, 1];
  const low = sorted[Math.floor(0.02 * (sorted.length - 1))];
  return [low, Math.max(sorted[sorted.length - 1], low * 1.001)];
})();

const jumpLevel = (jump) => {
  const [low, high] = jumpRange;
  const part = Math.log(Math.max(jump, low) / low) / Math.log(high / low);
  return Math.min(LEVELS - 1, Math.floor(part * LEVELS));
};

// The groups of sites that are drawn in one colour.
const groups = {
  class: {
    count: Math.max(1, scene.classes.length),
    of: (i) => scene.classOf[i],
    colour: classColour,
  },
  jump: {
    count: LEVELS,
    of: (i) => jumpLevel(scene.largestJump[i]),
    colour: (k) => rampColour((k + 0.5) / LEVELS),
  },
};
