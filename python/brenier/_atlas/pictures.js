// Decoded pictures: of the codes, then of points of the source, cut from sheets.

const pictures = {
  ready: false,
  sheets: [],
  load(done) {
    const given = scene.pictures;
    if (!given) {
      done();
      return;
    }
    let missing = given.sheets.length;
    this.sheets = given.sheets.map((source) => {
      const sheet = new Image();
      sheet.onload = () => {
        missing -= 1;
        if (missing === 0) { this.ready = true; done(); }
      };
      sheet.src = source;
      return sheet;
    });
  },

  // Draws picture k into a box of a canvas, as large as fits.
  draw(context, k, x, y, width, height) {
    const { columns, rows, width: w, height: h, step: [down, right] } = scene.pictures;
    const onSheet = k % (columns * rows);
    const scale = Math.min(width / w, height / h);
    context.imageSmoothingEnabled = true; // even of few pixels: they are easier to recognise
    context.imageSmoothingQuality = "high";
    context.drawImage(
      this.sheets[Math.floor(k / (columns * rows))],
      (onSheet % columns) * right, Math.floor(onSheet / columns) * down, w, h,
      x + (width - w * scale) / 2, y + (height - h * scale) / 2, w * scale, h * scale,
    );
  },

  // Fills a canvas with picture k, or with a colour if there is none.
  show(canvas, k, side, colour = null) {
    canvas.width = canvas.height = Math.round(side * devicePixelRatio);
    const context = canvas.getContext("2d");
    if (this.ready && k >= 0) this.draw(context, k, 0, 0, canvas.width, canvas.height);
    else if (colour) {
      context.fillStyle = colour;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    canvas.dataset.picture = k;
  },
};

// The points of the grid by their cells: those of cell i are order[begin[i]] and what follows,
// before order[begin[i + 1]].
const gridOfCell = (() => {
  const sizes = new Uint32Array(scene.count);
  for (const cell of scene.cellOfGrid) sizes[cell] += 1;
  const begin = starts(sizes);
  const next = begin.slice();
  const order = new Uint32Array(scene.cellOfGrid.length);
  scene.cellOfGrid.forEach((cell, k) => { order[next[cell]++] = k; });
  return { begin, order };
})();

// The picture that was decoded nearest to a point, of those of its own cell: none is across a gap.
function pictureAt(x, y, cell) {
  if (!scene.pictures || cell < 0) return -1;
  const own = scene.pictures.of_codes;
  const { centroids, grid } = scene;
  let [best, nearest] = [-1, Infinity];
  if (cell < own) {
    best = cell;
    nearest = Math.hypot(centroids[2 * cell] - x, centroids[2 * cell + 1] - y);
  }
  const consider = (k) => {
    const distance = Math.hypot(grid[2 * k] - x, grid[2 * k + 1] - y);
    if (distance < nearest) [best, nearest] = [own + k, distance];
  };
  const { begin, order } = gridOfCell;
  for (let k = begin[cell]; k < begin[cell + 1]; k++) consider(order[k]);
  if (best < 0) for (let k = 0; k < scene.cellOfGrid.length; k++) consider(k);
  return best;
}

const pictureOfCode = (i) =>
  scene.pictures && i < scene.pictures.of_codes
    ? i
    : pictureAt(scene.centroids[2 * i], scene.centroids[2 * i + 1], i);
