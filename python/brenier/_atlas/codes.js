// The codes: a dot each, or its picture where there is room, and where the source's points go.

const FEW = 160; // codes in sight, of which pictures are shown

const codes = {
  inSight(view) {
    const seen = [];
    for (let i = 0; i < scene.count; i++) {
      const [x, y] = view.toScreen(scene.sites[2 * i], scene.sites[2 * i + 1]);
      const isOutside = x < -TILE || y < -TILE || x > view.width + TILE || y > view.height + TILE;
      if (!isOutside) seen.push([i, x, y]);
    }
    return seen;
  },

  base(context, view) {
    const seen = codes.inSight(view);
    const kind = state.colour === "jump" ? "jump" : "class";
    const colours = Array.from({ length: groups[kind].count }, (_, k) => groups[kind].colour(k));
    const plain = kind === "class" && !scene.classes.length;
    const radius = Math.min(6, Math.max(1.4, 80 / Math.sqrt(scene.count)) * view.zoom ** 0.4);
    const paths = colours.map(() => new Path2D());
    for (const [i, x, y] of seen) {
      const path = paths[groups[kind].of(i)];
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
    }
    paths.forEach((path, k) => {
      const faint = kind === "class" && state.highlight !== null && state.highlight !== k;
      context.globalAlpha = faint ? 0.12 : 0.9;
      context.fillStyle = plain ? css("--soft") : colours[k];
      context.fill(path);
    });
    context.globalAlpha = 1;
    if (pictures.ready && (state.colour === "pictures" || seen.length <= FEW)) {
      codes.mosaic(context, seen, colours, kind);
    }
  },

  // The pictures of codes that do not cover each other.
  mosaic(context, seen, colours, kind) {
    const taken = new Set();
    const ink = document.body.classList.contains("ink");
    for (const [i, x, y] of seen) {
      if (state.highlight !== null && scene.classOf[i] !== state.highlight) continue;
      const place = `${Math.floor(x / TILE)},${Math.floor(y / TILE)}`;
      const picture = pictureOfCode(i);
      if (taken.has(place) || picture < 0) continue;
      taken.add(place);
      const half = TILE / 2 - 3;
      const [left, top] = [x - half, y - half];
      if (ink) context.filter = "invert(1)";
      pictures.draw(context, picture, left, top, 2 * half, 2 * half);
      context.filter = "none";
      if (!scene.classes.length) continue;
      context.strokeStyle = colours[groups[kind].of(i)];
      context.lineWidth = 2;
      context.strokeRect(left, top, 2 * half, 2 * half);
    }
  },

  over(context, view) {
    const { here, walk } = state;
    if (walk) drawWay(context, view, walk, (step) => step.image, false);
    if (state.cell >= 0) {
      const [x, y] = view.toScreen(scene.sites[2 * state.cell], scene.sites[2 * state.cell + 1]);
      for (const [colour, width] of [[css("--halo"), 5], [css("--mark"), 2]]) {
        context.beginPath();
        context.arc(x, y, 8, 0, 2 * Math.PI);
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      }
    }
    if (here) drawDot(context, view.toScreen(...here.image), 4, pointerColour(here));
  },

  // The code nearest to a place, of those in a direction if one is given.
  nearest(x, y, [dx, dy] = [0, 0]) {
    let [best, least] = [-1, Infinity];
    for (let i = 0; i < scene.count; i++) {
      const [ax, ay] = [scene.sites[2 * i] - x, scene.sites[2 * i + 1] - y];
      const distance = Math.hypot(ax, ay);
      if ((dx || dy) && (distance < 1e-7 || ax * dx + ay * dy < 0.7 * distance)) continue;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  },
};
