// A straight way through the source: its steps, the creases that it crosses, the strip of pictures.

const STEPS_OF_WALK = 480;
const FRAMES = 24; // intervals of the strip, of which each has as many steps

function walkBetween(from, to) {
  const steps = [];
  for (let k = 0; k <= STEPS_OF_WALK; k++) {
    const part = k / STEPS_OF_WALK;
    const step = imageOf(from.x + part * (to.x - from.x), from.y + part * (to.y - from.y));
    if (step) steps.push(step);
  }
  const creases = [];
  for (let k = 1; k < steps.length; k++) {
    const [i, j] = [steps[k - 1].cell, steps[k].cell];
    const edge = i === j ? -1 : scene.edgeBetween(i, j);
    if (edge >= 0 && singular.edges[edge]) creases.push(k);
  }
  return { steps, creases };
}

function showStrip(strip, text, walk, choose) {
  strip.replaceChildren();
  if (!walk) {
    text.textContent = state.ends.length
      ? "Click where the walk ends."
      : "Click in the noise where it starts, and where it ends.";
    return;
  }
  const { steps, creases } = walk;
  const share = steps.filter((step) => step.inGap).length / steps.length;
  const count = creases.length;
  const crossed = count === 1 ? "one gap crossed" : `${count || "no"} gaps crossed`;
  text.textContent = `${crossed}, ${Math.round(100 * share)} % of the way in the singular set`;
  let next = 0;
  for (let frame = 0; frame <= FRAMES; frame++) {
    const k = Math.round((frame / FRAMES) * (steps.length - 1));
    for (; next < creases.length && creases[next] <= k; next++) strip.append(creaseItem());
    strip.append(frameItem(steps[k], choose));
  }
}

function creaseItem() {
  const item = document.createElement("li");
  item.className = "crease";
  item.title = "a gap is crossed here";
  return item;
}

function frameItem(step, choose) {
  const item = document.createElement("li");
  item.className = step.inGap ? "frame gap" : "frame";
  item.title = nameOf(step.cell) + (step.inGap ? ", in the singular set" : "");
  const canvas = document.createElement("canvas");
  const colour = classColour(scene.classOf[step.cell]); // where there is no picture
  pictures.show(canvas, pictureAt(step.x, step.y, step.cell), 56, colour);
  item.append(canvas);
  item.step = step;
  for (const event of ["pointerenter", "click"]) item.addEventListener(event, () => choose(step));
  return item;
}

const nameOf = (i) => (scene.classes.length ? scene.classes[scene.classOf[i]] : `code ${i}`);
