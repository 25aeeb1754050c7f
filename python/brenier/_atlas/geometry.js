// Where points lie: in which cell, in which triangle of centroids, across which gaps.

// Boxes of things with corners, and those of them that may hold a point.
class Boxes {
  constructor(count, cornersOf) {
    this.sides = new Float32Array(4 * count);
    for (let k = 0; k < count; k++) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
      cornersOf(k, (x, y) => {
        x0 = Math.min(x0, x); y0 = Math.min(y0, y); x1 = Math.max(x1, x); y1 = Math.max(y1, y);
      });
      this.sides.set([x0, y0, x1, y1], 4 * k);
    }
  }

  find(x, y, holds) {
    const s = this.sides;
    for (let k = 0; k < s.length; k += 4) {
      const isInBox = x >= s[k] && y >= s[k + 1] && x <= s[k + 2] && y <= s[k + 3];
      if (isInBox && holds(k / 4)) return k / 4;
    }
    return -1;
  }
}

function eachCorner(cell, visit) {
  const { points, outlineBegin, cellBegin } = scene;
  for (let p = outlineBegin[cellBegin[cell]]; p < outlineBegin[cellBegin[cell + 1]]; p++) {
    visit(points[2 * p], points[2 * p + 1]);
  }
}

// By the number of sides that a ray from the point crosses, of all outlines of the cell.
function isInCell(cell, x, y) {
  const { points, outlineBegin, cellBegin } = scene;
  let inside = false;
  for (let o = cellBegin[cell]; o < cellBegin[cell + 1]; o++) {
    for (let p = outlineBegin[o], q = outlineBegin[o + 1] - 1; p < outlineBegin[o + 1]; q = p++) {
      const [ax, ay, bx, by] = [points[2 * p], points[2 * p + 1], points[2 * q], points[2 * q + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

const cellBoxes = new Boxes(scene.count, eachCorner);

function cellAt(x, y) {
  const cell = cellBoxes.find(x, y, (k) => isInCell(k, x, y));
  if (cell >= 0) return cell;
  const near = 2 / STEPS; // a crack that rounding left between cells
  for (const [dx, dy] of [[near, near], [-near, near], [near, -near], [-near, -near]]) {
    const beside = cellBoxes.find(x + dx, y + dy, (k) => isInCell(k, x + dx, y + dy));
    if (beside >= 0) return beside;
  }
  return -1;
}

const triangleBoxes = new Boxes(scene.triangles.length / 3, (k, visit) => {
  for (let c = 3 * k; c < 3 * k + 3; c++) {
    const i = scene.triangles[c];
    visit(scene.centroids[2 * i], scene.centroids[2 * i + 1]);
  }
});

// The weights of a triangle's corners whose mean the point is.
function barycentric(triangle, x, y) {
  const [a, b, c] = scene.triangles.subarray(3 * triangle, 3 * triangle + 3);
  const p = scene.centroids;
  const [bx, by] = [p[2 * b] - p[2 * a], p[2 * b + 1] - p[2 * a + 1]];
  const [cx, cy] = [p[2 * c] - p[2 * a], p[2 * c + 1] - p[2 * a + 1]];
  const [dx, dy] = [x - p[2 * a], y - p[2 * a + 1]];
  const area = bx * cy - by * cx;
  const second = (dx * cy - dy * cx) / area;
  const third = (bx * dy - by * dx) / area;
  return [1 - second - third, second, third];
}

const triangleAt = (x, y) =>
  triangleBoxes.find(x, y, (k) => barycentric(k, x, y).every((weight) => weight >= -1e-6));

// Which edges and triangles are singular: by the map's own rule, or from a jump on.
const singular = {
  threshold: null, // in units of the usual jump; null is the map's own rule
  edges: scene.ownRule,
  triangles: new Uint8Array(scene.triangles.length / 3),
  set(threshold) {
    this.threshold = threshold;
    this.edges = threshold === null
      ? scene.ownRule
      : Uint8Array.from(scene.jumps, (jump) => (jump > threshold ? 1 : 0));
    const of = scene.edgesOfTriangles;
    this.triangles = this.triangles.map((_, k) =>
      [of[3 * k], of[3 * k + 1], of[3 * k + 2]].some((e) => e >= 0 && this.edges[e]) ? 1 : 0);
  },
};
singular.set(null);

// Where a point of the source goes, as the map does it: between codes, or to that of its cell.
function imageOf(x, y) {
  const cell = cellAt(x, y);
  if (cell < 0) return null;
  const triangle = triangleAt(x, y);
  const inGap = triangle >= 0 && singular.triangles[triangle] === 1;
  const { sites, triangles } = scene;
  let image = [sites[2 * cell], sites[2 * cell + 1]];
  if (triangle >= 0 && !inGap) {
    const weights = barycentric(triangle, x, y);
    image = [0, 1].map((axis) =>
      weights.reduce((sum, w, k) => sum + w * sites[2 * triangles[3 * triangle + k] + axis], 0));
  }
  return { x, y, cell, inGap, image };
}
