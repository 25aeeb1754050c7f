// The source: its cells, the singular set, and on top of them the pointer and the walk.

const TILE = 34; // pixels of a picture on a map

function addOutlines(path, cell) {
  const { points, outlineBegin, cellBegin } = scene;
  for (let o = cellBegin[cell]; o < cellBegin[cell + 1]; o++) {
    for (let p = outlineBegin[o]; p < outlineBegin[o + 1]; p++) {
      path[p === outlineBegin[o] ? "moveTo" : "lineTo"](points[2 * p], points[2 * p + 1]);
    }
    path.closePath();
  }
}

const square = {
  paths: {},

  // One path for all cells of a colour, and one for all outlines: drawn fast, at any zoom.
  cells(kind) {
    if (!this.paths[kind]) {
      const paths = Array.from({ length: groups[kind].count }, () => new Path2D());
      for (let i = 0; i < scene.count; i++) addOutlines(paths[groups[kind].of(i)], i);
      this.paths[kind] = paths;
    }
    return this.paths[kind];
  },

  get domain() {
    if (!this.paths.domain) {
      const path = new Path2D();
      const { ringPoints: p, ringBegin } = scene;
      for (let r = 0; r + 1 < ringBegin.length; r++) {
        for (let k = ringBegin[r]; k < ringBegin[r + 1]; k++) {
          path[k === ringBegin[r] ? "moveTo" : "lineTo"](p[2 * k], p[2 * k + 1]);
        }
        path.closePath();
      }
      this.paths.domain = path;
    }
    return this.paths.domain;
  },

  // What is singular changes with the threshold.
  forget() {
    this.gaps = null;
  },

  singularPaths() {
    if (!this.gaps) {
      const [fill, creases] = [new Path2D(), new Path2D()];
      const { centroids: c, triangles, facets: f } = scene;
      singular.triangles.forEach((is, k) => {
        if (!is) return;
        for (let corner = 3 * k; corner < 3 * k + 3; corner++) {
          const i = triangles[corner];
          fill[corner === 3 * k ? "moveTo" : "lineTo"](c[2 * i], c[2 * i + 1]);
        }
        fill.closePath();
      });
      scene.edgeOfFacet.forEach((edge, k) => {
        if (!singular.edges[edge]) return;
        creases.moveTo(f[4 * k], f[4 * k + 1]);
        creases.lineTo(f[4 * k + 2], f[4 * k + 3]);
      });
      this.gaps = { fill, creases };
    }
    return this.gaps;
  },

  base(context, view) {
    const withPictures = state.colour === "pictures" && pictures.ready;
    view.inPlane(context, (plane, scale) => {
      plane.fillStyle = css("--ground");
      plane.fill(square.domain, "evenodd");
      if (withPictures) return;
      const kind = state.colour === "jump" ? "jump" : "class";
      square.cells(kind).forEach((path, k) => {
        const faint = kind === "class" && state.highlight !== null && state.highlight !== k;
        plane.globalAlpha = faint ? 0.12 : kind === "class" ? (isDark() ? 0.72 : 0.62) : 1;
        const isPlain = !scene.classes.length && kind === "class";
        plane.fillStyle = isPlain ? css("--soft") : groups[kind].colour(k);
        if (isPlain) plane.globalAlpha = 0.16;
        plane.fill(path, "evenodd");
      });
      plane.globalAlpha = 1;
      const size = scale * Math.sqrt((scene.size[0] * scene.size[1]) / scene.count); // of a cell
      plane.lineWidth = Math.min(1, size / 14) / scale;
      plane.strokeStyle = css("--edge");
      plane.lineJoin = "round";
      for (const path of square.cells(kind)) plane.stroke(path);
    });
    if (withPictures) square.mosaic(context, view);
    view.inPlane(context, (plane, scale) => {
      const { fill, creases } = square.singularPaths();
      plane.save();
      plane.clip(square.domain, "evenodd");
      plane.fillStyle = css("--gap-fill");
      plane.fill(fill);
      plane.restore();
      plane.strokeStyle = css("--gap");
      plane.lineWidth = 1.6 / scale;
      plane.lineCap = "round";
      plane.stroke(creases);
      plane.strokeStyle = css("--soft");
      plane.lineWidth = 1 / scale;
      plane.stroke(square.domain);
    });
  },

  mosaic(context, view) {
    if (document.body.classList.contains("ink")) context.filter = "invert(1)";
    const [left, top] = view.toScreen(0, scene.size[1]);
    const [right, bottom] = view.toScreen(scene.size[0], 0);
    const atFirst = Math.max(1, Math.round((right - left) / view.zoom / TILE));
    const columns = atFirst * Math.round(view.zoom);
    const side = (right - left) / columns;
    for (let x = left; x < right - 1; x += side) {
      if (x + side < 0 || x > view.width) continue;
      for (let y = top; y < bottom - 1; y += side) {
        if (y + side < 0 || y > view.height) continue;
        const at = view.toPlane(x + side / 2, y + side / 2);
        const cell = cellAt(...at);
        if (cell >= 0) pictures.draw(context, pictureAt(...at, cell), x, y, side - 1, side - 1);
      }
    }
    context.filter = "none";
  },

  over(context, view) {
    const { here, ends, walk } = state;
    if (state.cell >= 0) {
      const path = new Path2D();
      addOutlines(path, state.cell);
      view.inPlane(context, (plane, scale) => {
        for (const [colour, width] of [[css("--halo"), 4], [css("--mark"), 2]]) {
          plane.strokeStyle = colour;
          plane.lineWidth = width / scale;
          plane.stroke(path);
        }
      });
    }
    if (walk) drawWay(context, view, walk, (step) => [step.x, step.y], true);
    else if (ends.length === 1 && here) {
      const way = { steps: [ends[0], here], creases: [] };
      drawWay(context, view, way, (step) => [step.x, step.y], true);
    }
    ends.forEach((end, k) => {
      drawDot(context, view.toScreen(end.x, end.y), 5, css(k ? "--accent" : "--mark"));
    });
    if (here) drawDot(context, view.toScreen(here.x, here.y), 4, pointerColour(here));
  },
};

const pointerColour = (here) => css(here.inGap ? "--gap" : "--accent");

function drawDot(context, [x, y], radius, colour) {
  for (const [r, fill] of [[radius + 2, css("--halo")], [radius, colour]]) {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
  }
}

// A way in one of the planes: a halo, the line, and in orange what lies in gaps and over creases.
function drawWay(context, view, { steps, creases }, at, isStraight) {
  const line = (test) => {
    const path = new Path2D();
    for (let k = 1; k < steps.length; k++) {
      if (!test(k)) continue;
      path.moveTo(...view.toScreen(...at(steps[k - 1])));
      path.lineTo(...view.toScreen(...at(steps[k])));
    }
    return path;
  };
  const inGap = (k) => Boolean(steps[k - 1].inGap || steps[k].inGap);
  const jumps = (k) => inGap(k) || creases.includes(k);
  context.lineCap = "round";
  const stroke = (path, colour, width, dash = []) => {
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(path);
    context.setLineDash([]);
  };
  stroke(line((k) => isStraight || !jumps(k)), css("--halo"), 5.5);
  stroke(line((k) => !jumps(k)), css("--mark"), 2.5);
  stroke(line(jumps), css("--gap"), isStraight ? 3 : 1.5, isStraight ? [] : [2, 5]);
  if (!isStraight) return;
  for (const k of creases) {
    const [a, b] = [view.toScreen(...at(steps[k - 1])), view.toScreen(...at(steps[k]))];
    drawDot(context, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], 3.5, css("--gap"));
  }
}
