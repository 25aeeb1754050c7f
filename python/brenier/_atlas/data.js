// The data of the page: arrays, from base64, and what follows from them.

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array };
const STEPS = 65535;

function unpack({ type, data }) {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return new TYPES[type](bytes.buffer);
}

// Coordinates that were quantised to 16 bits: x, y, x, y, …
const lengths = (packed) => Float32Array.from(unpack(packed), (step) => step / STEPS);

const starts = (sizes) => {
  const begin = new Uint32Array(sizes.length + 1);
  for (let k = 0; k < sizes.length; k++) begin[k + 1] = begin[k] + sizes[k];
  return begin;
};

function readScene(given) {
  const scene = {
    ...given,
    classOf: unpack(given.class_of),
    sites: lengths(given.sites),
    centroids: lengths(given.centroids),
    ringPoints: unpack(given.rings),
    ringBegin: starts(given.ring_sizes),
    points: lengths(given.points),
    outlineBegin: starts(unpack(given.outline_sizes)),
    cellBegin: starts(unpack(given.outlines_of_cells)),
    edges: unpack(given.edges),
    jumps: unpack(given.jumps),
    ownRule: unpack(given.singular),
    triangles: unpack(given.triangles),
    facets: lengths(given.facets),
    edgeOfFacet: unpack(given.edge_of_facet),
    grid: given.pictures ? unpack(given.grid) : new Float32Array(0),
    cellOfGrid: given.pictures ? unpack(given.cell_of_grid) : new Uint32Array(0),
  };
  const { count, edges, triangles } = scene;
  const edgeOf = new Map();
  for (let e = 0; e < edges.length / 2; e++) edgeOf.set(edges[2 * e] * count + edges[2 * e + 1], e);
  scene.edgeBetween = (i, j) => edgeOf.get(Math.min(i, j) * count + Math.max(i, j)) ?? -1;
  scene.edgesOfTriangles = Int32Array.from(triangles, (i, k) =>
    scene.edgeBetween(i, triangles[k - (k % 3) + ((k + 1) % 3)]));
  scene.largestJump = largestJumps(scene);
  return scene;
}

// Of the edges of each cell, in units of the usual jump.
function largestJumps({ count, edges, jumps }) {
  const largest = new Float32Array(count);
  for (let e = 0; e < jumps.length; e++) {
    for (const i of [edges[2 * e], edges[2 * e + 1]]) largest[i] = Math.max(largest[i], jumps[e]);
  }
  return largest;
}

const scene = readScene(JSON.parse(document.getElementById("data").textContent));
